using CoretimeDesk.CreditGrants.Data;
using CoretimeDesk.CreditGrants.Facts;
using CoretimeDesk.Journal;

namespace CoretimeDesk.CreditGrants.Tests;

/// <summary>How far chains are, as tests say.</summary>
internal sealed class StandInChainClock : IChainClock
{
    private readonly System.Collections.Concurrent.ConcurrentDictionary<string, ChainMoment> _moments = [];

    public void Set(string chain, uint timeslice, DateTimeOffset at) => _moments[chain] = new(timeslice, at);

    public Task<ChainMoment?> NowAsync(string chain, CancellationToken stop) => Task.FromResult(_moments.GetValueOrDefault(chain));
}

/// <summary>What the handler that comes last thinks of an event.</summary>
internal sealed class Moods
{
    public Func<ChainWatcher.V1.Purchased, bool> Fails { get; set; } = _ => false;
}

/// <summary>Fails after the service's own handler has done its work: as a process that is killed half-way.</summary>
internal sealed class FailingHandler(Moods moods) : IEventHandler<CreditGrantsDb, ChainWatcher.V1.Purchased>
{
    public async Task HandleAsync(ChainWatcher.V1.Purchased message, CloudEvent envelope, CommandScope<CreditGrantsDb> scope)
    {
        if (moods.Fails(message))
        {
            await scope.Db.SaveChangesAsync(scope.Stop);
            throw new InvalidOperationException("told to fail");
        }
    }
}
