"""Money: tariffs, rating, call detail records and statements, in whole fen (计费)."""
