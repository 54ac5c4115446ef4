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
}
