"""Show a person what would change in a stack, ask, and do it (确认)."""

from infra import changes
from infra import stack as stacks
from infra import stage as stages
from infra.stack import Proposal
from infra.stage import Client, CommandError

OTHER_SITE = "The portal's files change."


def carried_out(
    cfn: Client, proposal: Proposal | None, *, besides: str = "", force: bool, sure: bool
) -> bool:
    """Show *proposal*, ask unless *sure*, and do it; False if the person said no.

    What changes *besides*, outside of the stack, is for the caller to do. Nothing to change is done
    at once. Raise CommandError if what holds records would be lost, unless *force*.
    """
    shown = changes.table(proposal.changes) if proposal else ["Nothing changes in the stack."]
    print(*shown, *([besides] if besides else []), sep="\n")
    lost = [change.resource for change in proposal.changes if change.loses] if proposal else []
    if proposal and lost and not force:
        stacks.withdraw(cfn, proposal)
        raise CommandError(
            f"What these hold would be lost: {', '.join(lost)}. Add --force to do it."
        )
    if not sure and (proposal or besides) and not stages.agreed("Carry it out?"):
        if proposal:
            stacks.withdraw(cfn, proposal)
        print("Nothing was changed.")
        return False
    if proposal:
        stacks.carry_out(cfn, proposal)
    return True
