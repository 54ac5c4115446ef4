using System.Diagnostics;
using CoretimeDesk.Testing;

namespace CoretimeDesk.Quoting.Tests.Matching;

/// <summary>A fact is judged together with all that it hangs together with. How often the database is asked for that must not grow with how much that is.</summary>
public sealed class AskingTheDatabaseSeldom(PostgresFixture postgres, ITestOutputHelper output) : IAsyncLifetime
{
    private readonly QuotingWorld _desk = new(postgres);
    private MatchingWorld _chain = null!;

    public async ValueTask InitializeAsync()
    {
        await _desk.InitializeAsync();
        _chain = new(_desk);
    }

    public ValueTask DisposeAsync() => _desk.DisposeAsync();

    [Fact]
    public async Task Seven_further_quotes_take_less_than_one_statement_each()
    {
        var (two, nine) = (await PurchaseAsync(quotes: 2), await PurchaseAsync(quotes: 9));

        output.WriteLine($"{two} statements for a purchase that may belong to two quotes, {nine} for nine");
        Assert.True(two > 5, "Nothing was counted: does the driver still tell of its statements?");
        Assert.InRange(nine, 1, two + 6); // Not the very same: a connection may have to be opened meanwhile.
    }

    /// <summary>A customer of two accounts that became one buys once more, and does not say for which of the quotes.</summary>
    private async Task<int> PurchaseAsync(int quotes)
    {
        var (customer, absorbed) = (_desk.Customer(), _desk.Customer());
        string key = "";
        for (var i = 0; i < quotes; i++)
        {
            (_, key) = await _chain.SentAsync(customer: i == 0 ? absorbed : customer);
        }

        await _chain.DeliverAsync("leads", customer, new Leads.V1.AccountsMerged { MergeId = $"{Guid.CreateVersion7()}", AccountId = $"{customer}", AbsorbedAccountId = $"{absorbed}" });
        await _chain.SaysAsync(_chain.Next().Buys(key, _chain.Sale, 100_000_000_000)); // The statements of this kind are known from here on.
        var bought = _chain.Next().Buys(key, _chain.Sale, 100_000_000_000);
        var count = await CountAsync(() => _chain.SaysAsync(bought));
        Assert.Equal("InReview: Ambiguous, Weak", await _chain.ToldAsync(bought));
        return count;
    }

    /// <summary>The statements that go to a database within something; what other tests do meanwhile is not counted.</summary>
    private static async Task<int> CountAsync(Func<Task> what)
    {
        var count = 0;
        using var mark = new Activity("count").SetIdFormat(ActivityIdFormat.W3C).Start();
        var trace = mark.TraceId;
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "Npgsql",
            Sample = (ref ActivityCreationOptions<ActivityContext> of) => of.TraceId == trace ? ActivitySamplingResult.AllData : ActivitySamplingResult.None,
            ActivityStarted = activity =>
            {
                if (activity.TraceId == trace)
                {
                    Interlocked.Increment(ref count);
                }
            },
        };
        ActivitySource.AddActivityListener(listener);
        await what();
        return count;
    }
}
