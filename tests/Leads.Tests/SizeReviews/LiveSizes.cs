using CoretimeDesk.Leads.Tests.Accounts;
using CoretimeDesk.Leads.V1;

namespace CoretimeDesk.Leads.Tests.SizeReviews;

/// <summary>Sizes in a service whose clock nobody moves: what was long ago is written into the database.</summary>
internal static class LiveSizes
{
    public static SizeReviewsService.SizeReviewsServiceClient Sizes(this LeadsWorld world, int replica = 0) => new(world.Replica(replica).Channel);

    /// <summary>A customer of this rep, stated as tier S 100 days ago, with two cores ever since; once the service has seen it.</summary>
    public static async Task<(Account Account, SizeReview Review)> UnderReviewAsync(this LeadsWorld world, Actor rep)
    {
        var account = await world.WithAsync();
        var lead = await world.LeadAsync(account);
        await world.Leads().ClaimLeadAsync(new() { RequestId = LeadsWorld.NewId(), LeadId = lead.LeadId }, world.Staff.As(rep));
        await using (var command = world.Database.CreateCommand($"""
            insert into leads.core_uses (id, account_id, kind, fact_id, chain, core, mask, begin, timeslices, obtained_at, begins_at)
                select gen_random_uuid(), '{account.AccountId}', 1, 'fact ' || core || ' ' || period, 'polkadot-coretime', core, '0xffffffffffffffffffff', 300000 + 5040 * period, 5040,
                    now() - interval '100 days', now() - interval '100 days' + period * interval '28 days'
                from generate_series(1, 2) core, generate_series(0, 3) period;
            update leads.accounts set created_at = now() - interval '101 days' where id = '{account.AccountId}';
            """))
        {
            await command.ExecuteNonQueryAsync();
        }

        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(TimeSpan.FromMinutes(3));
        while (true)
        {
            var reviews = (await world.Sizes(1).ListSizeReviewsAsync(new() { AccountId = account.AccountId, State = SizeReviewState.Open }, world.Staff.As(rep))).Reviews;
            if (reviews.Count > 0)
            {
                return (account, Assert.Single(reviews));
            }

            await Task.Delay(TimeSpan.FromMilliseconds(200), patience.Token);
        }
    }
}
