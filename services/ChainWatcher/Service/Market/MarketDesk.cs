using System.Runtime.CompilerServices;
using System.Threading.Channels;
using CoretimeDesk.ChainWatcher.Data;
using CoretimeDesk.ChainWatcher.Following;
using CoretimeDesk.ChainWatcher.Grpc;
using CoretimeDesk.ChainWatcher.V1;
using CoretimeDesk.Journal;
using CoretimeDesk.Market;
using Google.Protobuf.WellKnownTypes;
using Microsoft.EntityFrameworkCore;

namespace CoretimeDesk.ChainWatcher.Market;

/// <summary>Questions about the market as it is at the last block that was saved.</summary>
internal sealed class MarketDesk(IDbContextFactory<WatcherDb> contexts, FollowerBoard board, TimeProvider time)
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(5);

    public async Task<Journal.Outcome<V1.Market>> GetAsync(string chain, CancellationToken stop)
    {
        await using var db = await contexts.CreateDbContextAsync(stop);
        var (row, refusal) = await FindAsync(db, chain, stop);
        if (refusal is not null)
        {
            return refusal;
        }

        if (row!.MarketProblem is { } problem)
        {
            return Unreadable(row, "market", problem);
        }

        if (row.Market.Length == 0)
        {
            return new Refusal(RefusalKind.Precondition, "NO_SALE", $"{row.Name} has no sale at block {row.BlockNumber}.") { Facts = new Dictionary<string, string> { ["block"] = $"{row.BlockNumber}" } };
        }

        var market = V1.Market.Parser.ParseFrom(row.Market);
        market.SpecName = row.SpecName;
        var relay = await db.Chains.AsNoTracking().Where(c => c.Kind == ChainKind.Relay).OrderBy(c => c.Name).FirstOrDefaultAsync(stop);
        if (relay is { Market.Length: > 0 } && V1.Market.Parser.ParseFrom(relay.Market) is { } spot && spot.Token.Equals(market.Token))
        {
            (market.SpotPrice, market.SpotPriceAt) = (spot.SpotPrice, spot.SpotPriceAt);
        }

        return market;
    }

    /// <summary>The market now, and after every block that was saved; by another replica, a few seconds later.</summary>
    public async IAsyncEnumerable<V1.Market> WatchAsync(string chain, [EnumeratorCancellation] CancellationToken stop)
    {
        var bell = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
        var last = (await GetAsync(chain, stop)).OrThrow();
        using var watching = board.Watch(last.Chain, () => bell.Writer.TryWrite(true));
        bell.Writer.TryWrite(true); // A block may have been saved before anybody was watching.
        yield return last;
        while (true)
        {
            using var patience = new CancellationTokenSource(LookAgain, time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(stop, patience.Token);
            try
            {
                await bell.Reader.ReadAsync(either.Token);
            }
            catch (OperationCanceledException) when (!stop.IsCancellationRequested)
            {
                // Look by oneself: another replica may be the one that follows.
            }

            if ((await GetAsync(last.Chain, stop)).OrThrow() is { } now && now.BlockNumber != last.BlockNumber)
            {
                yield return last = now;
            }
        }
    }

    public async Task<Journal.Outcome<GetPriceResponse>> PriceAsync(string chain, uint relayBlock, CancellationToken stop)
    {
        var found = await GetAsync(chain, stop);
        if (found.Response is not { } market)
        {
            return found.Refusal!;
        }

        var at = new RelayBlock(relayBlock == 0 ? market.RelayBlock : relayBlock);
        var clock = Clock(market);
        var curve = new LeadinCurve(new(market.SaleStart), market.LeadinLength, Planck.Parse(market.EndPrice));
        if (clock.EstimateAt(at) >= market.NextRotationAt.ToDateTimeOffset())
        {
            return Refusal.InvalidField("relay_block", $"is {at.Value}, which lies beyond this sale: the next one begins about {market.NextRotationAt.ToDateTimeOffset():d MMM yyyy HH:mm} UTC, with a price of its own.");
        }

        if (!curve.TryPriceAt(at, out var price))
        {
            return new Refusal(RefusalKind.Precondition, "PRICE_TOO_LARGE", "The price in that block needs more than 128 bits.");
        }

        return new GetPriceResponse
        {
            Price = $"{price.Value}",
            Token = market.Token,
            RelayBlock = at.Value,
            At = Timestamp.FromDateTimeOffset(clock.EstimateAt(at)),
            Phase = at.Value <= market.SaleStart ? V1.SalePhase.Interlude : at.Value < market.SaleStart + market.LeadinLength ? V1.SalePhase.Leadin : V1.SalePhase.FixedPrice,
        };
    }

    public async Task<Journal.Outcome<ListRegionsResponse>> RegionsAsync(string chain, string? owner, OffsetPage page, CancellationToken stop)
    {
        await using var db = await contexts.CreateDbContextAsync(stop);
        var (row, refusal) = await FindAsync(db, chain, stop);
        if (refusal is not null)
        {
            return refusal;
        }

        if (row!.ListsProblem is { } problem)
        {
            return Unreadable(row, "list of regions", problem);
        }

        var clock = Clock(row);
        var rows = await db.Regions.AsNoTracking().Where(r => r.ChainId == row.Id && (owner == null || r.Owner == owner))
            .OrderBy(r => r.Begin).ThenBy(r => r.Core).ThenBy(r => r.Mask).Skip(page.Skip).Take(page.Size + 1).ToListAsync(stop);
        return new ListRegionsResponse
        {
            BlockNumber = BlockOf(row),
            NextPageToken = page.Next(rows.Count),
            Regions =
            {
                rows.Take(page.Size).Select(r => new V1.Region
                {
                    Id = new() { Begin = (uint)r.Begin, Core = (uint)r.Core, Mask = r.Mask },
                    End = (uint)r.End,
                    Owner = r.Owner ?? "",
                    Paid = r.Paid ?? "",
                    BeginAt = At(clock, r.Begin),
                    EndAt = At(clock, r.End),
                }),
            },
        };
    }

    public async Task<Journal.Outcome<ListRenewalsResponse>> RenewalsAsync(string chain, uint task, OffsetPage page, CancellationToken stop)
    {
        await using var db = await contexts.CreateDbContextAsync(stop);
        var (row, refusal) = await FindAsync(db, chain, stop);
        if (refusal is not null)
        {
            return refusal;
        }

        if ((row!.ListsProblem ?? row.MarketProblem) is { } problem)
        {
            return Unreadable(row, "list of renewals", problem);
        }

        // Only the sale whose regions begin as the running time ends takes a renewal.
        var market = row.Market.Length > 0 ? V1.Market.Parser.ParseFrom(row.Market) : null;
        var begin = market?.RegionBegin ?? 0;
        var rows = await db.Renewals.AsNoTracking().Where(r => r.ChainId == row.Id && r.Begin == begin && (task == 0 || r.Tasks.Contains(task)))
            .OrderBy(r => r.Core).Skip(page.Skip).Take(page.Size + 1).ToListAsync(stop);
        return new ListRenewalsResponse
        {
            BlockNumber = BlockOf(row),
            NextPageToken = page.Next(rows.Count),
            Renewals =
            {
                rows.Take(page.Size).Select(r => new Renewal
                {
                    Core = (uint)r.Core,
                    Begin = (uint)r.Begin,
                    Price = r.Price,
                    Tasks = { r.Tasks.Select(t => (uint)t) },
                    AutoRenewal = r.AutoRenewal,
                    IsComplete = r.IsComplete,
                    Deadline = market!.NextRotationAt,
                    DeadlineRelayBlock = Clock(market).BlockAt(market.NextRotationAt.ToDateTimeOffset())?.Value ?? 0,
                }),
            },
        };
    }

    private static async Task<(ChainRow? Row, Refusal? Refusal)> FindAsync(WatcherDb db, string chain, CancellationToken stop)
    {
        var chains = db.Chains.AsNoTracking();
        var rows = await (chain.Length > 0 ? chains.Where(c => c.Name == chain) : chains.Where(c => c.Kind == ChainKind.Coretime)).OrderBy(c => c.Name).Take(2).ToListAsync(stop);
        return rows switch
        {
            [var only] => (only, null),
            [] => (null, new(RefusalKind.Precondition, "NOTHING_READ", chain.Length > 0 ? $"No block of a chain '{chain}' was read yet." : "No block of a Coretime chain was read yet.")),
            _ => (null, Refusal.InvalidField("chain", "is missing, and more than one Coretime chain is followed.")),
        };
    }

    /// <summary>Facts go on; what the market is, nobody knows. What it was is not shown, since it would be taken for what it is.</summary>
    private static Refusal Unreadable(ChainRow row, string what, string problem) =>
        new(RefusalKind.Precondition, "MARKET_UNREADABLE", $"The {what} of {row.Name} cannot be read at block {row.BlockNumber}: {problem}")
        {
            Facts = new Dictionary<string, string> { ["block"] = $"{row.BlockNumber}" },
        };

    /// <summary>The block that the stored lists are of: while catching up, the market is read of the newest block only.</summary>
    private static uint BlockOf(ChainRow row) => row.Market.Length > 0 ? V1.Market.Parser.ParseFrom(row.Market).BlockNumber : (uint)row.BlockNumber;

    private static RelayClock Clock(V1.Market market) => new(new(market.RelayBlock), market.BlockTime.ToDateTimeOffset());

    private RelayClock Clock(ChainRow row) => new(new((uint)row.RelayBlock), row.BlockTime ?? time.GetUtcNow());

    private static Timestamp At(RelayClock clock, long timeslice) => Timestamp.FromDateTimeOffset(clock.EstimateAt(new Timeslice((uint)timeslice)));
}
