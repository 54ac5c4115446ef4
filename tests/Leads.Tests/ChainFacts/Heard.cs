using CoretimeDesk.Journal;
using CoretimeDesk.Leads.Activities;
using CoretimeDesk.Leads.Data;

namespace CoretimeDesk.Leads.Tests;

/// <summary>A part of the service that remembers what it was told. What was told by a transaction that failed is told again.</summary>
public sealed class Heard : IReactsToActivity
{
    private readonly Lock _lock = new();
    private readonly List<Activity> _all = [];

    public Task ReactAsync(CommandScope<LeadsDb> scope, Activity activity)
    {
        lock (_lock)
        {
            _all.Add(activity);
        }

        return Task.CompletedTask;
    }

    /// <summary>Each once, by its reference.</summary>
    public IReadOnlyList<Activity> Of(Guid account)
    {
        lock (_lock)
        {
            return [.. _all.Where(a => a.AccountId == account).DistinctBy(a => (a.Kind, a.Reference))];
        }
    }
}
