using CoretimeDesk.ChainLab;

namespace CoretimeDesk.ChainWatcher.Tests.RealChains;

/// <summary>
/// What goes wrong while the story is told: replicas are killed, connections are cut, finality lags, or comes in one piece after a while. A deck of cards, so that
/// each run has all of it, at steps that the seed decides.
/// </summary>
internal sealed class Mischief
{
    private const int HeldSteps = 4;
    private static readonly LabNetwork[] Both = [LabNetwork.Coretime, LabNetwork.Relay];

    private readonly WatcherWorld _world;
    private readonly Random _random;
    private readonly Card[] _deck;
    private readonly Task[] _restarts = [Task.CompletedTask, Task.CompletedTask];
    private int _held;
    private int _inTheMiddle;
    private int _done;

    public Mischief(WatcherWorld world, int seed, int steps)
    {
        (_world, _random) = (world, new(seed));
        Card[] dealt =
        [
            .. Enumerable.Repeat(Card.KillOne, 6), .. Enumerable.Repeat(Card.KillBoth, 2), .. Enumerable.Repeat(Card.CutCoretime, 5), .. Enumerable.Repeat(Card.CutRelay, 4),
            .. Enumerable.Repeat(Card.Lag, 4), .. Enumerable.Repeat(Card.HoldFinality, 3),
        ];
        _deck = [.. dealt, .. new Card[steps - dealt.Length]];
        _random.Shuffle(_deck);
    }

    private enum Card
    {
        None,
        KillOne,
        KillBoth,
        CutCoretime,
        CutRelay,
        Lag,
        HoldFinality,
    }

    /// <summary>What was done, for people.</summary>
    public string Summary => $"of {_done} mischiefs {_inTheMiddle} fell in the middle of a step; "
        + string.Join("; ", _deck.Index().Where(c => c.Item is not Card.None).GroupBy(c => c.Item, c => c.Index).OrderBy(g => g.Key).Select(g => $"{g.Key} at {string.Join(' ', g)}"));

    /// <summary>Plays the step's card while the step's scenario is under way.</summary>
    public async Task DuringAsync(int step, Task scenario)
    {
        var card = _deck[step];
        if (card is not Card.None)
        {
            // While the lab builds a block, which takes about a second; or while the watcher reads what has just become final, which takes some hundredths.
            var isEarly = _random.Next(2) == 0;
            await (isEarly ? Task.WhenAny(scenario, Task.Delay(_random.Next(800))) : scenario);
            await (isEarly ? Task.CompletedTask : Task.Delay(_random.Next(150)));
            _done++;
            _inTheMiddle += scenario.IsCompleted ? 0 : 1;
        }

        if (_held > 0 && --_held == 0)
        {
            await ReleaseAsync();
        }

        await (card switch
        {
            Card.KillOne => KillAsync(_random.Next(2)),
            Card.KillBoth => Task.WhenAll(KillAsync(0), KillAsync(1)),
            Card.CutCoretime => _world.Lab.DropConnectionsAsync(),
            Card.CutRelay => _world.Lab.DropConnectionsAsync(LabNetwork.Relay),
            Card.Lag when _held == 0 => LagAsync(),
            Card.HoldFinality => HoldAsync(),
            _ => Task.CompletedTask,
        });
    }

    /// <summary>Ends all of it, and waits until both replicas are there.</summary>
    public async Task SettleAsync()
    {
        await ReleaseAsync();
        await Task.WhenAll(_restarts);
    }

    private async Task KillAsync(int replica)
    {
        var pause = _random.Next(2000);
        await _restarts[replica]; // Of the time before.
        await _world.Replica(replica).KillAsync();
        _restarts[replica] = RestartAsync();

        async Task RestartAsync()
        {
            await Task.Delay(pause);
            await _world.Replica(replica).StartAsync();
        }
    }

    private async Task LagAsync()
    {
        foreach (var network in Both)
        {
            await _world.Lab.SetFinalityLagAsync(_random.Next(1, 5), network); // At least one: a reorganisation must not meet a block that is final.
        }
    }

    private async Task HoldAsync()
    {
        _held = HeldSteps;
        foreach (var network in Both)
        {
            await _world.Lab.SetFinalityLagAsync(null, network);
        }
    }

    /// <summary>Everything since becomes final at once, and a node announces only the newest block of it.</summary>
    private async Task ReleaseAsync()
    {
        _held = 0;
        foreach (var network in Both)
        {
            await _world.Lab.FinalizeAsync(chain: network);
        }

        await LagAsync();
    }
}
