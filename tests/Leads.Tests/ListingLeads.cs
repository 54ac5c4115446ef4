using CoretimeDesk.Leads.V1;
using CoretimeDesk.Testing;

namespace CoretimeDesk.Leads.Tests;

public sealed class ListingLeads(LeadsWorld world)
{
    [Fact]
    public async Task Pages_cover_every_lead_once_while_others_are_added()
    {
        var account = await world.AccountAsync("Pager");
        var opened = new List<string>();
        for (var i = 0; i < 23; i++)
        {
            opened.Add((await world.LeadAsync(account, $"{i}")).LeadId);
        }

        var seen = new List<string>();
        var token = "";
        do
        {
            var page = await world.Leads().ListLeadsAsync(new() { AccountId = account.AccountId, PageSize = 5, PageToken = token }, world.Staff.As(world.Rita));
            Assert.True(page.Leads.Count <= 5);
            seen.AddRange(page.Leads.Select(l => l.LeadId));
            token = page.NextPageToken;
            await world.LeadAsync(account, "late");
        }
        while (token.Length > 0);

        Assert.Equal(seen.Distinct(), seen);
        Assert.Empty(opened.Except(seen));
    }

    [Fact]
    public async Task Filters_narrow_and_combine()
    {
        var rep = Staff.Person("Fay", Role.Rep);
        // Other tests make government accounts too: by a word of their own, these are looked for alone.
        var word = Accounts.AccountWorld.Unique();
        var small = await world.AccountAsync($"{word} Small", Segment.Government, 1);
        var large = await world.AccountAsync($"{word} Large", Segment.Government, 100);
        var (open, mine) = (await world.LeadAsync(small, "open"), await world.LeadAsync(large, "mine"));
        await world.Leads().ClaimLeadAsync(new() { RequestId = LeadsWorld.NewId(), LeadId = mine.LeadId }, world.Staff.As(rep));

        Assert.Equal(["mine"], await TitlesAsync(new() { Mine = true }));
        Assert.Equal(["mine"], await TitlesAsync(new() { OwnerId = rep.Id.ToString() }));
        Assert.Equal(["mine"], await TitlesAsync(new() { AccountNameContains = word, Segment = V1.Segment.Government, SizeTier = V1.SizeTier.L }));
        Assert.Equal(["open"], await TitlesAsync(new() { AccountNameContains = word, Segment = V1.Segment.Government, State = LeadState.Open }));
        Assert.Equal(["mine", "open"], await TitlesAsync(new() { AccountNameContains = word, Segment = V1.Segment.Government }));
        Assert.Empty(await TitlesAsync(new() { AccountNameContains = word, Segment = V1.Segment.Startup }));
        Assert.Empty(await TitlesAsync(new() { State = LeadState.Claimed, AccountId = open.AccountId }));

        async Task<IEnumerable<string>> TitlesAsync(ListLeadsRequest request) =>
            (await world.Leads().ListLeadsAsync(request, world.Staff.As(rep))).Leads.Select(l => l.Title).Order();
    }

    [Theory]
    [InlineData("page_size", "-1")]
    [InlineData("page_size", "201")]
    [InlineData("page_token", "yesterday")]
    [InlineData("owner_id", "Rita")]
    [InlineData("state", "9")]
    public async Task A_bad_filter_is_named(string field, string value)
    {
        var request = new ListLeadsRequest();
        var descriptor = ListLeadsRequest.Descriptor.FindFieldByName(field);
        descriptor.Accessor.SetValue(request, descriptor.FieldType switch
        {
            Google.Protobuf.Reflection.FieldType.Int32 => int.Parse(value),
            Google.Protobuf.Reflection.FieldType.Enum => (LeadState)int.Parse(value),
            _ => value,
        });
        var refusal = await LeadsWorld.RefusedAsync(world.Leads().ListLeadsAsync(request, world.Staff.As(world.Rita)).ResponseAsync);
        Assert.Equal(field, refusal.Fields.Single().Field);
    }

    [Theory]
    [InlineData("100%", "100% On-Chain")]
    [InlineData("on_ch", "zeta on_chain")]
    [InlineData("ZETA", "zeta on_chain")]
    public async Task Account_names_are_searched_literally_and_in_any_case(string part, string name)
    {
        await world.AccountAsync("100% On-Chain");
        await world.AccountAsync("zeta on_chain");
        await world.AccountAsync("100 percent onXchain");
        var found = await world.Leads().ListAccountsAsync(new() { NameContains = part }, world.Staff.As(world.Hector));
        Assert.All(found.Accounts, a => Assert.Contains(part, a.Name, StringComparison.OrdinalIgnoreCase));
        Assert.Contains(found.Accounts, a => a.Name == name);
    }
}
