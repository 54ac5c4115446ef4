using CoretimeDesk.Leads.Tests.Registrations;
using CoretimeDesk.Quoting.V1;
using Google.Protobuf.WellKnownTypes;
using Microsoft.EntityFrameworkCore;

namespace CoretimeDesk.Leads.Tests.Quotes;

public sealed class HearingOfQuotes(OwnershipWorld world) : IClassFixture<OwnershipWorld>
{
    [Fact]
    public async Task Complaint6_What_becomes_of_a_quote_enters_the_customers_stream_once_and_without_an_amount()
    {
        var (account, quote) = (await world.AccountAsync(), Guid.CreateVersion7());
        var lead = await world.LeadAsync(account);
        var sent = new QuoteSent
        {
            QuoteId = $"{quote}", Revision = 1, Number = "Q-2026-000001", AccountId = $"{account}", LeadId = $"{lead}", OwnerName = "Rita Rep", ListPlanck = "123456789000", ConcessionPlanck = "987654321", Token = "DOT",
            SentAt = At(0), ValidUntil = At(3),
        };

        // The end comes first, and everything twice.
        await world.DeliverAsync("quoting", "quote", quote, 2, new QuoteExpired { QuoteId = $"{quote}", Revision = 1, AccountId = $"{account}", Number = "Q-2026-000001", ExpiredAt = At(3) });
        await world.DeliverAsync("quoting", "quote", quote, 1, sent);
        await world.DeliverAsync("quoting", "quote", quote, 1, sent);
        await world.DeliverAsync("quoting", "quote", quote, 3, sent);

        await using var db = world.Db();
        var entries = await db.Activities.Where(a => a.AccountId == account && a.Source == CoretimeDesk.Leads.Activities.ActivitySource.Quote).OrderBy(a => a.OccurredAt).ToListAsync();
        Assert.Equal(["quote Q-2026-000001 r1 sent", "quote Q-2026-000001 r1 expired"], entries.Select(e => e.Reference));
        Assert.Equal((lead, world.Clock.Now, CoretimeDesk.Leads.Activities.ActivityKind.Quote), (entries[0].LeadId, entries[0].OccurredAt, entries[0].Kind));
        Assert.All(entries, e => Assert.DoesNotMatch("123456789|987654321|DOT", e.Summary));
    }

    [Fact]
    public async Task A_quote_for_nobody_that_is_known_is_passed_over() =>
        await world.DeliverAsync("quoting", "quote", Guid.CreateVersion7(), 1, new QuoteWithdrawn { AccountId = $"{Guid.CreateVersion7()}", Number = "Q-2026-000002", WithdrawnAt = At(0) });

    private Timestamp At(int days) => world.Clock.Now.AddDays(days).ToTimestamp();
}
