using CoretimeDesk.Leads.Data;
using Microsoft.EntityFrameworkCore;

namespace CoretimeDesk.Leads.HandOvers;

/// <summary>Who cares for customers who have bought. Whatever makes tasks asks here first.</summary>
public static class CustomerCare
{
    /// <summary>Who gets a task about an account: its CSM and only for an exception, or whoever sells to it.</summary>
    /// <param name="db">The database.</param>
    /// <param name="accountId">The account.</param>
    /// <param name="cause">The exception that asks for the task; null for anything else.</param>
    /// <param name="stop">Ends the question.</param>
    public static async Task<CareAnswer> TaskForAsync(LeadsDb db, Guid accountId, CareException? cause, CancellationToken stop)
    {
        var csm = await db.Care.AsNoTracking().Where(c => c.AccountId == accountId).Select(c => new Owner(c.CsmId, c.CsmName)).SingleOrDefaultAsync(stop);
        return CareRules.TaskFor(csm, cause);
    }

    /// <summary>The person whom a task goes to; null for nobody.</summary>
    public static async Task<Owner?> AskedAsync(LeadsDb db, Guid accountId, CareException? cause, CancellationToken stop) => await TaskForAsync(db, accountId, cause, stop) switch
    {
        CareAnswer.Csm csm => csm.Who,
        CareAnswer.NotInCare => await SellerAsync(db, accountId, stop),
        _ => null,
    };

    // Who registered the customer, else who works a lead of theirs.
    private static async Task<Owner?> SellerAsync(LeadsDb db, Guid account, CancellationToken stop) =>
        await db.Registrations.AsNoTracking().Where(r => r.AccountId == account && (r.State == RegistrationState.Approved || r.State == RegistrationState.Pending) && r.OwnerId != Guid.Empty)
            .OrderByDescending(r => r.State).ThenBy(r => r.Id).Select(r => new Owner(r.OwnerId, r.OwnerName)).FirstOrDefaultAsync(stop)
        ?? await db.Leads.AsNoTracking().Where(l => l.AccountId == account && l.OwnerId != null).OrderBy(l => l.ClosedAt != null).ThenByDescending(l => l.ClaimedAt)
            .Select(l => new Owner(l.OwnerId!.Value, l.OwnerName!)).FirstOrDefaultAsync(stop);
}
