using CoretimeDesk.CreditGrants.Tests.Grants;
using CoretimeDesk.Quoting.V1;
using CoretimeDesk.Testing;
using Google.Protobuf.WellKnownTypes;
using Microsoft.EntityFrameworkCore;

namespace CoretimeDesk.CreditGrants.Tests.Reports;

/// <summary>Quoting's verdicts on what was paid: they come in any order, change, and the last one counts.</summary>
public sealed class HearingOfCustomersPayments(PostgresFixture postgres) : IAsyncLifetime
{
    private readonly GrantsWorld _world = new(postgres);

    public ValueTask InitializeAsync() => _world.InitializeAsync();

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task The_last_verdict_counts_in_whatever_order_they_come()
    {
        var (first, other) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        PurchaseJudged Verdict(int sequence, string fact) => sequence switch
        {
            1 => Judged(fact, first, MatchState.Counted),
            2 => Judged(fact, Guid.Empty, MatchState.InReview),
            _ => Judged(fact, other, MatchState.OutsideTerms),
        };
        foreach (var order in new int[][] { [1, 2, 3], [1, 3, 2], [2, 1, 3], [2, 3, 1], [3, 1, 2], [3, 2, 1], [3, 3, 1, 2, 2] })
        {
            var (fact, aggregate) = ($"fact-{string.Join('-', order)}", Guid.CreateVersion7());
            foreach (var sequence in order)
            {
                await _world.DeliverAsync("quoting", aggregate, sequence, Verdict(sequence, fact));
            }

            await using var db = _world.Db();
            var row = await db.CustomerPayments.SingleAsync(p => p.FactId == fact);
            Assert.Equal((other, true, 3L, "70000000000"), (row.AccountId, row.Counts, row.Sequence, $"{row.Planck}"));
        }
    }

    [Fact]
    public async Task A_verdict_that_was_taken_back_counts_no_longer_although_the_first_one_comes_last()
    {
        var aggregate = Guid.CreateVersion7();
        await _world.DeliverAsync("quoting", aggregate, 2, Judged("f", Guid.Empty, MatchState.Rejected));
        await _world.DeliverAsync("quoting", aggregate, 1, Judged("f", Guid.CreateVersion7(), MatchState.Counted));
        await using var db = _world.Db();
        Assert.False((await db.CustomerPayments.SingleAsync(p => p.FactId == "f")).Counts);
    }

    [Fact]
    public async Task Only_what_the_customer_paid_and_is_matched_to_it_counts()
    {
        foreach (var state in System.Enum.GetValues<MatchState>().Where(s => s != MatchState.Unspecified))
        {
            foreach (var paid in new[] { true, false })
            {
                await _world.DeliverAsync("quoting", Guid.CreateVersion7(), 1, Judged($"{state}/{paid}", Guid.CreateVersion7(), state, paid));
            }
        }

        await using var db = _world.Db();
        Assert.Equal(["Counted/True", "OutsideTerms/True", "Surplus/True"], (await db.CustomerPayments.Where(p => p.Counts).Select(p => p.FactId).ToListAsync()).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Verdicts_at_two_replicas_at_once_leave_the_last_one()
    {
        var (account, aggregate) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        await Task.WhenAll(Enumerable.Range(1, 8).Select(async i =>
        {
            var judged = Judged("raced", account, i == 8 ? MatchState.Surplus : MatchState.InReview);
            await _world.DeliverAsync("quoting", aggregate, i, judged);
        }));
        await using var db = _world.Db();
        var row = await db.CustomerPayments.SingleAsync(p => p.FactId == "raced");
        Assert.Equal((true, 8L), (row.Counts, row.Sequence));
    }

    internal static PurchaseJudged Judged(string fact, Guid account, MatchState state, bool customerPaid = true, DateTimeOffset? at = null) => new()
    {
        FactId = fact, Chain = StandInChains.Chain, BlockHash = $"0x{7:x64}", State = state, AccountId = account == Guid.Empty ? "" : $"{account}", IsCustomerPaid = customerPaid, PricePlanck = "70000000000", Token = "DOT",
        OccurredAt = (at ?? GrantsWorld.Start).ToTimestamp(),
    };
}
