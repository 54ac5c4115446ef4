using System.Numerics;
using CoretimeDesk.Leads.DecisionMaps;

namespace CoretimeDesk.Leads.Tests.DecisionMaps;

/// <summary>The pure rules of decision maps, against brute force.</summary>
public sealed class FindingTheSmallestCoalition
{
    [Fact]
    public void D1_No_smaller_coalition_passes_whatever_the_map_and_no_order_of_members_changes_it()
    {
        for (var seed = 0; seed < 400; seed++)
        {
            var random = new Random(seed);
            var members = Enumerable.Range(0, random.Next(0, 13)).Select(_ => Member(random)).ToArray();
            var track = new DecisionTrack(random.Next(1, 10_001), random.Next(3) == 0 ? new BigInteger(random.Next(0, 400)) : null, random.Next(2) * random.Next(1, 10_001), random.Next(1, 500));
            var opposed = random.Next(2) == 0;
            var found = Coalitions.Smallest(members, track, opposed);
            var smallest = ByBruteForce([.. members.Where(m => opposed || !(m.Stance == Stance.Against || m.Roles.Contains(DecisionRole.Blocker)))], track.Needed(members));
            Assert.True((smallest ?? 0) == found.Members.Count, $"seed {seed}: {found.Members.Count} found, {smallest} suffice");
            Assert.True((smallest is null) == (found.Missing > 0), $"seed {seed}");
            Assert.True(smallest is null || found.Members.Aggregate(BigInteger.Zero, (sum, m) => sum + m.Weight) >= found.Needed, $"seed {seed}");

            random.Shuffle(members);
            Assert.Equal(found.Members.Select(m => m.Id), Coalitions.Smallest(members, track, opposed).Members.Select(m => m.Id));
        }
    }

    [Fact]
    public void D1_The_next_conversation_is_the_first_of_the_fewest()
    {
        for (var seed = 0; seed < 400; seed++)
        {
            var random = new Random(seed);
            var members = Enumerable.Range(0, random.Next(1, 11)).Select(_ => Member(random)).ToArray();
            var track = new DecisionTrack(random.Next(1, 10_001), null, 0, null);
            var next = Coalitions.CheapestNext(members, track, includeOpposed: true);
            var gap = track.Needed(members) - members.Where(m => m.Stance == Stance.For).Aggregate(BigInteger.Zero, (sum, m) => sum + m.Weight);
            DecisionMember[] open = [.. members.Where(m => m.Stance != Stance.For && m.Weight > 0)];
            Assert.True((next is not null) == (gap > 0 && open.Length > 0), $"seed {seed}");
            if (next is not null && ByBruteForce(open, gap) is { } fewest)
            {
                Assert.True(fewest == next.ConversationsLeft, $"seed {seed}");
                var after = gap - next.Member.Weight;
                Assert.True(after <= 0 ? fewest == 1 : ByBruteForce([.. open.Where(m => m.Id != next.Member.Id)], after) == fewest - 1, $"seed {seed}: talking to {next.Member} is no step of a shortest way");
            }
        }
    }

    [Fact]
    public void D1_A_threshold_that_is_met_exactly_passes_and_one_planck_less_does_not()
    {
        DecisionMember[] members = [Of(3, 1), Of(3, 2), Of(4, 3)];
        Assert.Equal(2, Coalitions.Smallest(members, new(7000, null, 0, null), false).Members.Count);
        Assert.Equal(3, Coalitions.Smallest(members, new(7001, null, 0, null), false).Members.Count);
        Assert.Equal(5, (int)Coalitions.Smallest(members, new(1, null, 5000, 30), false).Missing);
    }

    [Fact]
    public void D1_Soft_power_that_nobody_has_talked_to_is_listed_strongest_first()
    {
        var (weak, strong, known) = (Of(0, 1) with { SoftPower = 1 }, Of(0, 2) with { SoftPower = 5 }, Of(9, 3) with { SoftPower = 5, ContactedOn = new(2026, 11, 3) });
        Assert.Equal([strong.Id, weak.Id], Coalitions.InfluentialNotContacted([weak, known, strong, Of(9, 4)]).Select(m => m.Id));
    }

    [Theory]
    [InlineData(SizeTier.S, 0)]
    [InlineData(SizeTier.M, 0)]
    [InlineData(SizeTier.L, 2)]
    [InlineData(SizeTier.XL, 2)]
    public void D2_A_deal_above_tier_M_without_champion_and_executor_is_flagged(SizeTier tier, int flags)
    {
        Assert.Equal(flags, Coalitions.Lacking(tier, [DecisionRole.Holder, DecisionRole.Influencer]).Count);
        Assert.Empty(Coalitions.Lacking(tier, [DecisionRole.Executor, DecisionRole.Champion]));
    }

    [Fact]
    public void D1_Soft_power_without_evidence_and_weight_without_a_block_are_refused()
    {
        var form = new MemberForm("Ada", null, "", 5, null, 3, " ", [], Stance.Unknown, null, "");
        Assert.Equal(["member.evidence", "member.weight_at"], form.Faults(new(2026, 11, 3)).Select(f => f.Field).Order());
        Assert.Empty((form with { Evidence = "Wrote the proposal that passed", WeightAt = new(7, $"0x{new string('a', 64)}") }).Faults(new(2026, 11, 3)));
    }

    [Theory]
    [InlineData("address,weight\n5Aa,1\n5Aa,2", "line 3: gives 5Aa a second weight.")]
    [InlineData("address,weight\n5Aa,1.5", "line 2: has no weight that is a whole number of at most 39 digits, without separators.")]
    [InlineData("address,weight\n5Aa,-1", "line 2: has no weight that is a whole number of at most 39 digits, without separators.")]
    [InlineData("address,weight\n5Aa", "line 2: has 1 cells, the first line has 2.")]
    [InlineData("address\n5Aa", "line 1: must name the columns, among them address and weight.")]
    [InlineData("address,weight\n", "line 2: is missing; give at least one address with its weight.")]
    [InlineData("address,weight,label\n5Aa,1,\"cut", "line 2: opens a quotation mark that nothing closes; the file may be cut off.")]
    [InlineData("", "line 1: must name the columns, among them address and weight.")]
    public void D1_A_file_of_weights_with_a_fault_is_not_read_at_all(string csv, string fault)
    {
        var (weights, faults) = WeightsCsv.Read(csv);
        Assert.Empty(weights);
        Assert.Equal(fault, Assert.Single(faults));
    }

    [Fact]
    public void D1_A_file_of_weights_is_read_with_quotation_marks_any_order_of_columns_and_any_line_ends()
    {
        var (weights, faults) = WeightsCsv.Read("\uFEFFLabel,Weight,Address\r\n\"Ada, \"\"the whale\"\"\",340282366920938463463374607431768211456,5Aa\r\n\r\n,0,5Bb");
        Assert.Empty(faults);
        Assert.Equal([new("5Aa", BigInteger.Pow(2, 128), "Ada, \"the whale\""), new("5Bb", 0, "")], weights);
    }

    private static DecisionMember Of(int weight, int id) => new(new Guid(id, 0, 0, new byte[8]), $"member {id}", weight, 0, [], Stance.Unknown, null);

    private static DecisionMember Member(Random random)
    {
        var id = new byte[16];
        random.NextBytes(id);
        return new(new(id), "somebody", random.Next(0, 40), random.Next(0, 6), random.Next(6) == 0 ? [DecisionRole.Blocker] : [], (Stance)random.Next(3), random.Next(2) == 0 ? null : new DateOnly(2026, 11, 3));
    }

    private static int? ByBruteForce(DecisionMember[] members, BigInteger needed)
    {
        int? fewest = null;
        for (var set = 0; set < 1 << members.Length; set++)
        {
            var (sum, count) = (BigInteger.Zero, BitOperations.PopCount((uint)set));
            for (var i = 0; i < members.Length; i++)
            {
                sum += (set >> i & 1) == 1 ? members[i].Weight : 0;
            }

            if (sum >= needed && (fewest is null || count < fewest))
            {
                fewest = count;
            }
        }

        return fewest;
    }
}
