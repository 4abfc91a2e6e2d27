# To find contacts and choose them
contacts-title = Address book
contacts-tab-groups = Groups
contacts-undo = Undo
contacts-search = Search name, number, note or group
contacts-clear = Clear search
contacts-none-found = No contact matches “{ $query }”.
contacts-more = Show { $count } more
contacts-column-second = Second number
groups-size = { $count ->
    [one] { $count } person
   *[other] { $count } people
  }
