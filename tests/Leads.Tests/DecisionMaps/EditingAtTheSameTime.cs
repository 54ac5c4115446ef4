using CoretimeDesk.Leads.Tests.Accounts;
using CoretimeDesk.Leads.V1;
using Grpc.Core;

namespace CoretimeDesk.Leads.Tests.DecisionMaps;

public sealed class EditingAtTheSameTime(LeadsWorld world)
{
    private DecisionMapsService.DecisionMapsServiceClient Maps(int replica = 0) => new(world.Replica(replica).Channel);

    [Fact]
    public async Task D1_of_edits_made_from_one_version_one_is_kept_and_the_others_are_told()
    {
        var (map, member) = await MapAsync();
        var seen = (await GetAsync(map)).Version;
        var calls = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(() => TryAsync(Maps(i).SetDecisionMemberAsync(Member(map, member, $"Evidence {i}", seen), world.AsRita()).ResponseAsync))));

        var kept = Assert.Single(Enumerable.Range(0, 8), i => calls[i] is null);
        Assert.All(calls.OfType<Refusal>(), no =>
        {
            Assert.Equal("MAP_CHANGED", no.Reason);
            Assert.Equal(($"{seen}", $"{seen + 1}"), (no.Facts["expected_version"], no.Facts["version"]));
        });
        var now = await GetAsync(map);
        Assert.Equal((seen + 1, $"Evidence {kept}"), (now.Version, now.Members.Single(m => m.MemberId == member).Evidence));
    }

    [Fact]
    public async Task D1_every_change_of_a_map_can_name_the_version_that_it_was_made_from()
    {
        var (map, member) = await MapAsync();
        var old = (await GetAsync(map)).Version;
        await Maps().SetDecisionMemberAsync(Member(map, member, "Newer", old), world.AsRita());
        var set = new SetDecisionMapRequest { RequestId = LeadsWorld.NewId(), MapId = map, Title = "Other", Track = Track(), ExpectedVersion = old };
        var import = new ImportDecisionWeightsRequest { RequestId = LeadsWorld.NewId(), MapId = map, At = At(), Csv = "address,weight\n5Bb,1", ExpectedVersion = old };
        var remove = new RemoveDecisionMemberRequest { RequestId = LeadsWorld.NewId(), MapId = map, MemberId = member, ExpectedVersion = old };
        Assert.All(
            [await TryAsync(Maps().SetDecisionMapAsync(set, world.AsRita()).ResponseAsync), await TryAsync(Maps().ImportDecisionWeightsAsync(import, world.AsRita()).ResponseAsync), await TryAsync(Maps().RemoveDecisionMemberAsync(remove, world.AsRita()).ResponseAsync)],
            no => Assert.Equal("MAP_CHANGED", no?.Reason));
        Assert.Equal("Newer", Assert.Single((await GetAsync(map)).Members).Evidence);

        // A refusal is an answer: the same request again is the same no, and a new one from what there is goes through.
        Assert.Equal("MAP_CHANGED", (await TryAsync(Maps(1).SetDecisionMapAsync(set, world.AsRita()).ResponseAsync))?.Reason);
        await Maps().SetDecisionMapAsync(new(set) { RequestId = LeadsWorld.NewId(), ExpectedVersion = old + 1 }, world.AsRita());
        await Maps().ImportDecisionWeightsAsync(new(import) { RequestId = LeadsWorld.NewId(), ExpectedVersion = old + 2 }, world.AsRita());
        await Maps().RemoveDecisionMemberAsync(new(remove) { RequestId = LeadsWorld.NewId(), ExpectedVersion = old + 3 }, world.AsRita());
        Assert.Equal(("Other", old + 4), ((await GetAsync(map)).Title, (await GetAsync(map)).Version));
    }

    [Theory]
    [InlineData(-1, false)]
    [InlineData(1, true)]
    public async Task D1_a_version_that_cannot_be_is_named(long version, bool isNew)
    {
        var account = await world.WithAsync();
        var request = new SetDecisionMapRequest { RequestId = LeadsWorld.NewId(), Title = "Buys", Track = Track(), ExpectedVersion = version };
        (request.MapId, request.AccountId) = isNew ? ("", account.AccountId) : (LeadsWorld.NewId(), "");
        Assert.Equal("expected_version", (await TryAsync(Maps().SetDecisionMapAsync(request, world.AsRita()).ResponseAsync))!.Fields.Single().Field);
    }

    private async Task<(string Map, string Member)> MapAsync()
    {
        var account = await world.WithAsync();
        var map = (await Maps().SetDecisionMapAsync(new() { RequestId = LeadsWorld.NewId(), AccountId = account.AccountId, Title = "Buys a core", Track = Track() }, world.AsRita())).MapId;
        var member = (await Maps().SetDecisionMemberAsync(Member(map, "", "Everybody asks her", 0), world.AsRita())).MemberId;
        return (map, member);
    }

    private async Task<DecisionMap> GetAsync(string map) => (await Maps(1).GetDecisionMapAsync(new() { MapId = map }, world.AsRita())).Map;

    private static DecisionTrack Track() => new() { Name = "Medium spender", Unit = PowerUnit.Votes, ApprovalBasisPoints = 5000 };

    private static BlockName At() => new() { Number = 7, Hash = $"0x{new string('a', 64)}" };

    private static SetDecisionMemberRequest Member(string map, string member, string evidence, long version) => new()
    {
        RequestId = LeadsWorld.NewId(), MapId = map, Member = new() { MemberId = member, Label = "Ada", SoftPower = 4, Evidence = evidence }, ExpectedVersion = version,
    };

    private static async Task<Refusal?> TryAsync(Task call)
    {
        try
        {
            await call;
            return null;
        }
        catch (RpcException e)
        {
            return Hosting.Refusals.RefusalOf(e) ?? throw new InvalidOperationException($"No refusal, but {e.Status}", e);
        }
    }
}
