using CoretimeDesk.CreditGrants.Data;
using CoretimeDesk.CreditGrants.Rails;

namespace CoretimeDesk.CreditGrants.Tests.Facts;

/// <summary>A programme on two chains, for tests that read like their day.</summary>
internal sealed class Telling(CreditsWorld world, ProgrammeRow programme, string pool)
{
    private readonly Dictionary<Chain, int> _brought = [];

    public Chain Coretime { get; } = new($"{programme.Network}-coretime", CreditsWorld.Start);

    public Chain Relay { get; } = new(programme.Network, CreditsWorld.Start, told: 90_000);

    public CreditsWorld World => world;

    public ProgrammeRow Programme => programme;

    public string Pool => pool;

    /// <summary>A programme whose pool holds so much on either chain.</summary>
    public static async Task<Telling> BeginAsync(CreditsWorld world, long coretime = 1_000, long relay = 0, Guid? programme = null, string? pool = null, string network = CreditsWorld.Network)
    {
        pool ??= Chain.Account($"{Guid.CreateVersion7()}");
        var telling = new Telling(world, await world.ProgrammeAsync(pool, programme, network), pool);
        telling.Coretime.Gives(pool, coretime).Ends();
        telling.Relay.Gives(pool, relay).Ends();
        await telling.BringAsync();
        return telling;
    }

    public RailTarget Target(GrantRow grant, int tranche = 1) => new($"{programme.Id}", grant.Number, tranche, (uint)grant.Para);

    /// <summary>Ends the blocks of both chains and brings everything that was not brought yet, in order, to one replica or the other.</summary>
    public async Task EndAsync()
    {
        Coretime.Ends();
        Relay.Ends();
        await BringAsync();
    }

    /// <summary>Brings what was said so far.</summary>
    public async Task BringAsync()
    {
        foreach (var chain in new[] { Coretime, Relay })
        {
            for (var next = _brought.GetValueOrDefault(chain); next < chain.Told.Count; next++)
            {
                await world.DeliverAsync("chainwatcher", chain.Told[next].Envelope, next % 2);
            }

            _brought[chain] = chain.Told.Count;
        }
    }

    /// <summary>The ledger's entries of facts since the pool was first seen.</summary>
    public async Task<string> EntriesAsync() => string.Join(", ", (await world.EntriesAsync(programme)).SkipWhile(e => e.StartsWith("fund", StringComparison.Ordinal)));

    public Task<string> BalancesAsync() => world.BalancesAsync(programme);

    public async Task<List<string>> AlarmsAsync() => [.. (await world.AlarmsAsync(programme)).Select(a => a.Sentence)];
}
