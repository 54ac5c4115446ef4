using CoretimeDesk.Leads.Tests.Accounts;
using CoretimeDesk.Leads.V1;
using CoretimeDesk.Testing;
using Role = CoretimeDesk.Role;

namespace CoretimeDesk.Leads.Tests.Duplicates;

public sealed class WarningOfDuplicates(LeadsWorld world)
{
    // Words that say nothing: accounts whose names differ in them alone are alike.
    private static readonly string[] Common = ["Network", "Labs", "Protocol", "Foundation", "Finance", "DAO"];

    [Fact]
    public async Task A_similar_name_is_entered_with_a_warning_and_both_are_listed_and_neither_is_merged()
    {
        var word = AccountWorld.Unique();
        var first = (await world.Leads().CreateAccountAsync(AccountWorld.Request($"{word} Network"), world.AsRita())).Account;
        var lead = await world.LeadAsync(first);
        await world.Leads().ClaimLeadAsync(new() { RequestId = LeadsWorld.NewId(), LeadId = lead.LeadId }, world.AsRita());
        var second = await world.Leads(1).CreateAccountAsync(AccountWorld.Request($"{word.ToUpperInvariant()} Labs"), world.AsRita());
        var warned = Assert.Single(second.PossibleDuplicates);
        Assert.Equal((first.AccountId, first.Number, first.Name, world.Rita.Name, 100u), (warned.AccountId, warned.Number, warned.Name, warned.OwnerName, warned.Score));
        Assert.Equal([V1.WeakReason.SimilarName], warned.Reasons);

        var pair = Assert.Single(await PairsAsync(first));
        Assert.Equal((first.AccountId, second.Account.AccountId), (pair.First.AccountId, pair.Second.AccountId));
        Assert.Equal(first.AccountId, (await world.GetAsync(first.AccountId)).AccountId);
        Assert.Equal(second.Account.AccountId, (await world.GetAsync(second.Account.AccountId)).AccountId);
    }

    [Fact]
    public async Task A_partner_is_not_told_which_customers_have_names_like_theirs_and_the_pair_is_listed_all_the_same()
    {
        var word = AccountWorld.Unique();
        var first = await NamedAsync($"{word} Labs");
        var entered = await world.Leads().CreateAccountAsync(AccountWorld.Request($"{word} DAO"), world.Staff.As(Staff.Person("Paul", Role.Partner)));
        Assert.Empty(entered.PossibleDuplicates);
        Assert.Equal(entered.Account.AccountId, Assert.Single(await PairsAsync(first)).Second.AccountId);
    }

    [Fact]
    public async Task A_dismissed_pair_comes_back_for_a_new_reason_only()
    {
        var word = AccountWorld.Unique();
        var (first, second) = (await NamedAsync($"{word} DAO"), await NamedAsync($"{word} Finance"));
        var dismiss = new DismissDuplicateRequest { RequestId = LeadsWorld.NewId(), FirstId = second.AccountId, SecondId = first.AccountId, Why = "Two teams, asked both" };
        await world.Merging().DismissDuplicateAsync(dismiss, world.AsRita());
        Assert.Empty(await PairsAsync(first));
        Assert.Equal("DuplicateDismissed", (await world.EventsOfAsync(first.AccountId))[^1]);

        await world.Leads().EditAccountAsync(new() { RequestId = LeadsWorld.NewId(), AccountId = second.AccountId, UpdateMask = new() { Paths = { "name" } }, Name = $"{word} Ventures" }, world.AsRita());
        Assert.Empty(await PairsAsync(first));

        var mail = $"{AccountWorld.Unique()}@gmail.com";
        await world.ContactAsync(first, "Ada", mail);
        await world.ContactAsync(second, "Ada", mail);
        Assert.Equal([V1.WeakReason.SimilarName, V1.WeakReason.SameContact], Assert.Single(await PairsAsync(first)).Reasons);
    }

    [Fact]
    public async Task Two_that_are_entered_at_the_same_instant_are_listed_although_neither_saw_the_other()
    {
        for (var round = 0; round < 5; round++)
        {
            var word = AccountWorld.Unique();
            var twins = await Task.WhenAll(Enumerable.Range(0, 6).Select(async i => (await world.Leads(i).CreateAccountAsync(AccountWorld.Request($"{word} {Common[i]}"), world.AsRita())).Account));
            foreach (var twin in twins)
            {
                Assert.Equal(twins.Select(t => t.AccountId).Where(t => t != twin.AccountId).Order(), (await PairsAsync(twin)).Select(p => p.First.AccountId == twin.AccountId ? p.Second.AccountId : p.First.AccountId).Order());
            }
        }
    }

    [Fact]
    public async Task The_same_person_the_same_mail_domain_and_a_domain_within_another_are_reasons()
    {
        var domain = $"{AccountWorld.Unique()}.xyz";
        var owner = await world.WithAsync(AccountWorld.Domain(domain));

        var below = await world.Leads().CreateAccountAsync(AccountWorld.Request(AccountWorld.Unique(), AccountWorld.Domain($"app.{domain}")), world.AsRita());
        Assert.Equal([V1.WeakReason.DomainWithin], Assert.Single(below.PossibleDuplicates).Reasons);
        var apart = await world.Leads().CreateAccountAsync(AccountWorld.Request(AccountWorld.Unique(), AccountWorld.Domain($"not{domain}")), world.AsRita());
        Assert.Empty(apart.PossibleDuplicates);

        var third = await world.WithAsync();
        var added = await world.Contacts().AddContactAsync(
            new() { RequestId = LeadsWorld.NewId(), AccountId = third.AccountId, Details = new() { Name = "Ada", Emails = { $"ada@{domain}" }, Handles = { "telegram:ada_" + domain[..8] } } }, world.AsRita());
        Assert.Contains(added.PossibleDuplicates, d => d.AccountId == owner.AccountId && d.Reasons.Single() == V1.WeakReason.SameEmailDomain);

        var fourth = await world.WithAsync();
        added = await world.Contacts().AddContactAsync(
            new() { RequestId = LeadsWorld.NewId(), AccountId = fourth.AccountId, Details = new() { Name = "Ada L.", Handles = { "telegram:@ADA_" + domain[..8] } } }, world.AsRita());
        Assert.Contains(added.PossibleDuplicates, d => d.AccountId == third.AccountId && d.Reasons.Single() == V1.WeakReason.SameContact);
        Assert.Contains(await PairsAsync(third), p => p.Second.AccountId == fourth.AccountId);

        // Two mailboxes at a provider say nothing.
        var (fifth, sixth) = (await world.WithAsync(), await world.WithAsync());
        await world.ContactAsync(fifth, "Eve", $"{AccountWorld.Unique()}@gmail.com");
        await world.ContactAsync(sixth, "Fay", $"{AccountWorld.Unique()}@gmail.com");
        Assert.Empty(await PairsAsync(fifth));
    }

    [Fact]
    public async Task A_pair_of_which_one_was_merged_is_not_listed_and_comes_back_when_that_is_undone()
    {
        var word = AccountWorld.Unique();
        var (first, second) = (await NamedAsync($"{word} Labs"), await NamedAsync($"{word} DAO"));
        Assert.Single(await PairsAsync(first));
        var merge = await world.MergeAsync(first, second);
        Assert.Empty(await PairsAsync(first));
        await world.UndoAsync(merge.Merge);
        Assert.Single(await PairsAsync(first));
    }

    [Fact]
    public async Task Pages_cover_every_pair_once()
    {
        var word = AccountWorld.Unique();
        for (var i = 0; i < 5; i++)
        {
            await NamedAsync($"{word} {Common[i]}");
        }

        var middle = (await world.Leads().SearchAccountsAsync(new() { Query = $"{word} labs" }, world.AsRita())).Matches.Single().Account;
        var seen = new List<(string, string)>();
        var token = "";
        do
        {
            var page = await world.Merging().ListDuplicatesAsync(new() { AccountId = middle.AccountId, PageSize = 1, PageToken = token }, world.AsRita());
            seen.AddRange(page.Pairs.Select(p => (p.First.AccountId, p.Second.AccountId)));
            token = page.NextPageToken;
        }
        while (token.Length > 0);
        Assert.Equal(4, seen.Count);
        Assert.Equal(4, seen.Distinct().Count());
        Assert.Equal("page_token", (await LeadsWorld.RefusedAsync(world.Merging().ListDuplicatesAsync(new() { PageToken = "bm9uc2Vuc2U" }, world.AsRita()).ResponseAsync)).Fields.Single().Field);
    }

    private async Task<Account> NamedAsync(string name) => (await world.Leads().CreateAccountAsync(AccountWorld.Request(name), world.AsRita())).Account;

    private async Task<List<DuplicatePair>> PairsAsync(Account account) =>
        [.. (await world.Merging(1).ListDuplicatesAsync(new() { AccountId = account.AccountId, PageSize = 200 }, world.AsRita())).Pairs];
}
