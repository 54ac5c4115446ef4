using CoretimeDesk.Journal;
using CoretimeDesk.Leads.Data;
using Microsoft.EntityFrameworkCore;

namespace CoretimeDesk.Leads.Activities;

/// <summary>What people wrote about a contact elsewhere than in the contact's own row.</summary>
public static class WrittenAboutContacts
{
    private const string Forgotten = "Deleted at the person's request.";

    /// <summary>Deletes it, in the transaction in which the contact is forgotten. That something happened, and when, stays.</summary>
    public static async Task ForgetAsync(CommandScope<LeadsDb> scope, Guid contact)
    {
        foreach (var entry in await scope.Db.Activities.Include(a => a.Corrections).Where(a => a.ContactId == contact).ToListAsync(scope.Stop))
        {
            if (entry.Source == ActivitySource.Person && ActivityRules.IsByHand(entry.Kind))
            {
                entry.Summary = "";
            }

            foreach (var correction in entry.Corrections)
            {
                (correction.Reason, correction.Summary) = ("", "");
            }
        }

        foreach (var member in await scope.Db.DecisionMembers.Where(m => m.ContactId == contact).ToListAsync(scope.Stop))
        {
            (member.Label, member.Address, member.Evidence) = ("", "", member.Evidence.Length > 0 ? Forgotten : "");
        }
    }
}
