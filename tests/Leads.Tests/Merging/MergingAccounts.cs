using CoretimeDesk.Leads.Tests.Accounts;
using CoretimeDesk.Leads.V1;
using Grpc.Core;

namespace CoretimeDesk.Leads.Tests.Merging;

public sealed class MergingAccounts(LeadsWorld world)
{
    [Fact]
    public async Task A_preview_shows_both_sides_and_what_comes_over_and_changes_nothing()
    {
        var (survivor, absorbed) = (await world.WithAsync(AccountWorld.Domain()), (await world.Leads().CreateAccountAsync(
            new()
            {
                RequestId = LeadsWorld.NewId(),
                Name = AccountWorld.Unique(),
                Segment = V1.Segment.Enterprise,
                AnnualCorePeriods = 53,
                IsDao = true,
                Ecosystems = { "ethereum" },
                Keys = { AccountWorld.Para(), AccountWorld.Repository() },
            },
            world.AsRita())).Account);
        var lead = await world.LeadAsync(absorbed, "Needs a core");
        await world.ContactAsync(absorbed, "Ada");

        var preview = await world.PreviewAsync(survivor, absorbed);
        Assert.Equal((survivor, absorbed), (preview.Survivor, preview.Absorbed));
        Assert.Equal(
            [("name", V1.Side.Survivor), ("segment", V1.Side.Survivor), ("annual_core_periods", V1.Side.Absorbed), ("is_dao", V1.Side.Absorbed)],
            preview.Fields.Select(f => (f.Field, f.Proposed)));
        Assert.Equal(("13 (tier S)", "53 (tier L)", "the larger stated need"), (preview.Fields[2].Survivor, preview.Fields[2].Absorbed, preview.Fields[2].Because));
        Assert.Equal([("keys", 2u), ("chain accounts", 2u), ("ecosystems", 1u), ("leads", 1u), ("contacts", 1u)], preview.Moves.Select(m => (m.What, m.Count)));
        Assert.Equal($"{lead.Number} Needs a core", preview.Moves[3].Items.Single());
        Assert.Equal(survivor.CreatedAt, preview.CreatedAt);
        Assert.Empty(preview.Obstacles);
        Assert.Equal(preview, await world.PreviewAsync(survivor, absorbed));
        Assert.Equal((survivor, absorbed), (await world.GetAsync(survivor.AccountId), await world.GetAsync(absorbed.AccountId)));
    }

    [Fact]
    public async Task The_survivor_gets_what_was_chosen_and_all_that_either_side_has_and_the_earlier_age()
    {
        var absorbed = await world.WithAsync(AccountWorld.Para(), AccountWorld.Genesis());
        var survivor = await world.WithAsync(AccountWorld.Domain());
        var (kept, moved) = (await world.LeadAsync(survivor), await world.LeadAsync(absorbed));
        var ada = await world.ContactAsync(absorbed, "Ada");

        var merge = await world.MergeAsync(survivor, absorbed, new FieldChoice { Field = "name", Side = V1.Side.Absorbed });
        Assert.Equal((absorbed.Name, survivor.Number, absorbed.CreatedAt), (merge.Survivor.Name, merge.Survivor.Number, merge.Survivor.CreatedAt));
        Assert.Equal(survivor.Keys.Concat(absorbed.Keys).Select(k => k.Value).Order(), merge.Survivor.Keys.Select(k => k.Value).Order());
        Assert.Equal(absorbed.ChainAccounts, merge.Survivor.ChainAccounts);
        Assert.Equal(merge.Survivor, await world.GetAsync(survivor.AccountId));
        Assert.Equal([moved.LeadId, kept.LeadId], (await world.LeadsOfAsync(survivor.AccountId)).Select(l => l.LeadId).OrderDescending());
        Assert.All(await world.LeadsOfAsync(survivor.AccountId), l => Assert.Equal(merge.Survivor.Name, l.AccountName));
        Assert.Equal(ada, Assert.Single(await world.ContactsOfAsync(survivor.AccountId)).ContactId);
        Assert.Equal([("contacts", 1u), ("leads", 1u)], merge.Merge.Moves.Select(m => (m.What, m.Count)).Order());
        Assert.All(merge.Merge.Moves, m => Assert.Empty(m.Items));
        Assert.Matches(@"^M-20\d\d-\d{6}$", merge.Merge.Number);
        Assert.Equal(merge.Merge.MergedAt.ToDateTimeOffset().AddDays(30), merge.Merge.UndoUntil.ToDateTimeOffset());

        // The history of both is kept, and says which was which.
        Assert.Equal(["LeadOpened", "LeadMoved"], await world.EventsOfAsync(moved.LeadId));
        Assert.Equal(["AccountCreated", "AccountKeyAdded", "ChainAccountNoted", "ChainAccountNoted", "AccountKeyAdded"], (await world.EventsOfAsync(absorbed.AccountId))[..5]);
        Assert.Equal("AccountAbsorbed", (await world.EventsOfAsync(absorbed.AccountId))[^1]);
        Assert.Equal(["AccountCreated", "AccountKeyAdded", "AccountsMerged", "AccountEdited", "AccountKeyAdded"], (await world.EventsOfAsync(survivor.AccountId))[..5]);
    }

    [Fact]
    public async Task The_old_number_id_and_name_find_the_survivor_for_looking_and_for_adding_but_not_for_changing()
    {
        var (survivor, absorbed) = (await world.WithAsync(), await world.WithAsync());
        await world.MergeAsync(survivor, absorbed);
        foreach (var request in new GetAccountRequest[] { new() { AccountId = absorbed.AccountId }, new() { Number = absorbed.Number } })
        {
            var found = await world.Leads(1).GetAccountAsync(request, world.AsRita());
            Assert.Equal((survivor.AccountId, absorbed.Number), (found.Account.AccountId, found.MergedNumber));
        }

        Assert.Equal("", (await world.Leads().GetAccountAsync(new() { AccountId = survivor.AccountId }, world.AsRita())).MergedNumber);
        foreach (var query in new[] { absorbed.Number, absorbed.Name, absorbed.Name[3..9] })
        {
            Assert.Equal(survivor.AccountId, Assert.Single((await world.Leads().SearchAccountsAsync(new() { Query = query }, world.AsRita())).Matches).Account.AccountId);
        }

        Assert.Equal(survivor.AccountId, (await world.LeadAsync(absorbed)).AccountId);
        Assert.Equal(survivor.AccountId, (await world.ContactOfAsync(await world.ContactAsync(absorbed))).AccountId);
        Assert.Single(await world.LeadsOfAsync(absorbed.AccountId));
        Assert.Single(await world.ContactsOfAsync(absorbed.AccountId));

        var refusal = await LeadsWorld.RefusedAsync(world.Leads().EditAccountAsync(
            new() { RequestId = LeadsWorld.NewId(), AccountId = absorbed.AccountId, UpdateMask = new() { Paths = { "is_dao" } }, IsDao = true }, world.AsRita()).ResponseAsync);
        Assert.Equal(("ACCOUNT_MERGED", survivor.Number, survivor.AccountId), (refusal.Reason, refusal.Facts["account_number"], refusal.Facts["account_id"]));
        Assert.DoesNotContain((await world.Leads().ListAccountsAsync(new() { NameContains = absorbed.Name }, world.AsRita())).Accounts, a => a.AccountId == absorbed.AccountId);
    }

    [Fact]
    public async Task A_preview_is_stale_as_soon_as_anything_that_it_showed_is_different()
    {
        var changes = new (string What, Func<Account, Account, Task> Do)[]
        {
            ("the survivor", (s, _) => world.Leads().AddAccountKeyAsync(new() { RequestId = LeadsWorld.NewId(), AccountId = s.AccountId, Key = AccountWorld.Domain() }, world.AsRita()).ResponseAsync),
            ("the absorbed", (_, a) => world.Leads().AddAccountKeyAsync(new() { RequestId = LeadsWorld.NewId(), AccountId = a.AccountId, Key = AccountWorld.Domain() }, world.AsRita()).ResponseAsync),
            ("a lead", (_, a) => world.LeadAsync(a)),
            ("a contact", (_, a) => world.ContactAsync(a)),
        };
        foreach (var (what, change) in changes)
        {
            var (survivor, absorbed) = (await world.WithAsync(), await world.WithAsync());
            var request = new MergeRequest { RequestId = LeadsWorld.NewId(), SurvivorId = survivor.AccountId, AbsorbedId = absorbed.AccountId, Preview = (await world.PreviewAsync(survivor, absorbed)).Preview };
            await change(survivor, absorbed);
            var refusal = await LeadsWorld.RefusedAsync(world.Merging().MergeAsync(request, world.AsTina()).ResponseAsync);
            Assert.True(refusal.Reason == "MERGE_PREVIEW_STALE", what);
            Assert.Contains("since the preview", refusal.Message, StringComparison.Ordinal);
            Assert.Equal(absorbed.AccountId, (await world.GetAsync(absorbed.AccountId)).AccountId);
        }
    }

    [Fact]
    public async Task What_cannot_be_merged_is_refused_with_the_reason()
    {
        var (one, other, third) = (await world.WithAsync(), await world.WithAsync(), await world.WithAsync());
        Assert.Equal("absorbed_id", (await LeadsWorld.RefusedAsync(world.PreviewAsync(one, one))).Fields.Single().Field);
        Assert.Equal(RefusalKind.NotFound, (await LeadsWorld.RefusedAsync(world.PreviewAsync(one, new() { AccountId = LeadsWorld.NewId() }))).Kind);
        var stale = (await world.PreviewAsync(third, other)).Preview;
        await world.MergeAsync(one, other);
        Assert.Equal(("ACCOUNT_MERGED", one.Number), (await LeadsWorld.RefusedAsync(world.PreviewAsync(third, other))) is var r ? (r.Reason, r.Facts["account_number"]) : default);
        Assert.Equal("ACCOUNT_MERGED", (await LeadsWorld.RefusedAsync(world.PreviewAsync(other, third))).Reason);
        Assert.Equal("ACCOUNT_MERGED", (await LeadsWorld.RefusedAsync(world.Merging().MergeAsync(
            new() { RequestId = LeadsWorld.NewId(), SurvivorId = third.AccountId, AbsorbedId = other.AccountId, Preview = stale }, world.AsTina()).ResponseAsync)).Reason);
        var refusal = await LeadsWorld.RefusedAsync(world.Merging().MergeAsync(
            new()
            {
                RequestId = LeadsWorld.NewId(),
                SurvivorId = one.AccountId,
                AbsorbedId = third.AccountId,
                Preview = "x",
                Choices = { new FieldChoice { Field = "number", Side = V1.Side.Absorbed }, new FieldChoice { Field = "name" }, new FieldChoice { Field = "name", Side = V1.Side.Absorbed } },
            },
            world.AsTina()).ResponseAsync);
        Assert.Equal(["choices[0].field", "choices[1].side", "choices[2].field"], refusal.Fields.Select(f => f.Field));
        Assert.Equal(StatusCode.PermissionDenied, (await Assert.ThrowsAsync<RpcException>(() => world.Merging().MergeAsync(new(), world.AsRita()).ResponseAsync)).StatusCode);
    }

    [Fact]
    public async Task A_chain_of_merges_leads_to_the_last_survivor_and_can_be_taken_apart_from_its_end_only()
    {
        var (a, b, c) = (await world.WithAsync(AccountWorld.Domain()), await world.WithAsync(AccountWorld.Domain()), await world.WithAsync(AccountWorld.Domain()));
        var leads = new List<V1.Lead> { await world.LeadAsync(a), await world.LeadAsync(b), await world.LeadAsync(c) };
        var first = await world.MergeAsync(b, a);
        var second = await world.MergeAsync(c, b);
        Assert.Equal(c.AccountId, (await world.GetAsync(a.Number)).AccountId);
        Assert.Equal(3, (await world.LeadsOfAsync(a.AccountId)).Count);
        Assert.Equal(c.AccountId, Assert.Single((await world.Leads().SearchAccountsAsync(new() { Query = a.Name }, world.AsRita())).Matches).Account.AccountId);

        var refusal = await LeadsWorld.RefusedAsync(world.UndoAsync(first.Merge));
        Assert.Equal("MERGE_UNDO_ORDER", refusal.Reason);
        Assert.Contains(second.Merge.Number, refusal.Message, StringComparison.Ordinal);

        await world.UndoAsync(second.Merge);
        Assert.Equal(b.AccountId, (await world.GetAsync(a.Number)).AccountId);
        Assert.Equal(b.AccountId, Assert.Single((await world.Leads().SearchAccountsAsync(new() { Query = a.Name }, world.AsRita())).Matches).Account.AccountId);
        await world.UndoAsync(first.Merge);
        foreach (var (account, lead) in new[] { a, b, c }.Zip(leads))
        {
            var now = await world.GetAsync(account.AccountId);
            Assert.Equal((account.Name, account.CreatedAt, account.Keys.Single()), (now.Name, now.CreatedAt, now.Keys.Single()));
            Assert.Equal(lead.LeadId, Assert.Single(await world.LeadsOfAsync(account.AccountId)).LeadId);
        }
    }

    [Fact]
    public async Task Of_merges_that_contradict_each_other_at_once_those_that_happen_can_all_have_happened()
    {
        for (var round = 0; round < 8; round++)
        {
            var accounts = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => world.WithAsync(AccountWorld.Domain())));
            var leads = await Task.WhenAll(accounts.Select(a => world.LeadAsync(a)));
            var pairs = from s in accounts from a in accounts where s != a select (s, a);
            var requests = await Task.WhenAll(pairs.Select(async p => new MergeRequest { RequestId = LeadsWorld.NewId(), SurvivorId = p.s.AccountId, AbsorbedId = p.a.AccountId, Preview = (await world.PreviewAsync(p.s, p.a)).Preview }));
            var outcomes = await Task.WhenAll(requests.Select(async (request, i) =>
            {
                try
                {
                    await world.Merging(i).MergeAsync(request, world.AsTina());
                    return "done";
                }
                catch (RpcException e) when (Hosting.Refusals.RefusalOf(e) is { } refusal)
                {
                    return refusal.Reason;
                }
            }));

            Assert.All(outcomes, o => Assert.Contains(o, (string[])["done", "MERGE_PREVIEW_STALE", "ACCOUNT_MERGED"]));
            var done = outcomes.Count(o => o == "done");
            Assert.InRange(done, 1, 3);
            var live = (await Task.WhenAll(accounts.Select(a => world.GetAsync(a.AccountId)))).Select(a => a.AccountId).Distinct().ToList();
            Assert.Equal(4 - done, live.Count);
            var found = (await Task.WhenAll(live.Select(l => world.LeadsOfAsync(l)))).SelectMany(l => l).Select(l => l.LeadId).Order();
            Assert.Equal(leads.Select(l => l.LeadId).Order(), found);
            Assert.Equal(4, (await Task.WhenAll(live.Select(l => world.GetAsync(l)))).Sum(a => a.Keys.Count));
        }
    }

    [Fact]
    public async Task What_is_added_to_an_account_at_the_instant_of_its_merge_ends_at_the_survivor()
    {
        for (var round = 0; round < 6; round++)
        {
            var (survivor, absorbed) = (await world.WithAsync(), await world.WithAsync());
            var adding = Enumerable.Range(0, 8).Select(i => world.Leads(i).OpenLeadAsync(
                new() { RequestId = LeadsWorld.NewId(), AccountId = absorbed.AccountId, Title = $"at once {i}", Source = V1.LeadSource.Inbound }, world.AsRita()).ResponseAsync).ToList();
            var contacts = Enumerable.Range(0, 4).Select(_ => world.ContactAsync(absorbed)).ToList();

            // A preview of an account in motion is stale more often than not.
            MergeResponse? merge = null;
            while (merge is null)
            {
                try
                {
                    merge = await world.MergeAsync(survivor, absorbed);
                }
                catch (RpcException e) when (Hosting.Refusals.RefusalOf(e)?.Reason == "MERGE_PREVIEW_STALE")
                {
                    await Task.Delay(5);
                }
            }

            await Task.WhenAll(adding);
            await Task.WhenAll(contacts);
            Assert.Equal(8, (await world.LeadsOfAsync(survivor.AccountId)).Count);
            Assert.Equal(4, (await world.ContactsOfAsync(survivor.AccountId)).Count);
            Assert.Equal(0, await world.ScalarAsync<long>($"select (select count(*) from leads.leads where account_id = '{absorbed.AccountId}') + (select count(*) from leads.contacts where account_id = '{absorbed.AccountId}')"));
        }
    }

    [Fact]
    public async Task The_database_itself_refuses_what_would_belong_to_a_merged_account()
    {
        var (survivor, absorbed) = (await world.WithAsync(), await world.WithAsync());
        var lead = await world.LeadAsync(survivor);
        await world.MergeAsync(survivor, absorbed);
        var thrown = await Assert.ThrowsAsync<Npgsql.PostgresException>(() => world.ScalarAsync<Guid>($"update leads.leads set account_id = '{absorbed.AccountId}' where id = '{lead.LeadId}' returning id"));
        Assert.Equal("40001", thrown.SqlState);
    }

    [Fact]
    public async Task A_repeated_merge_gets_the_first_answer()
    {
        var (survivor, absorbed) = (await world.WithAsync(), await world.WithAsync());
        var request = new MergeRequest { RequestId = LeadsWorld.NewId(), SurvivorId = survivor.AccountId, AbsorbedId = absorbed.AccountId, Preview = (await world.PreviewAsync(survivor, absorbed)).Preview };
        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(i => world.Merging(i).MergeAsync(request, world.AsTina()).ResponseAsync));
        Assert.Single(answers.Distinct());
        Assert.Equal(1, await world.ScalarAsync<long>($"select count(*) from leads.merges where absorbed_id = '{absorbed.AccountId}'"));
    }
}
