using CoretimeDesk.Leads.Registrations;

namespace CoretimeDesk.Leads.Tests.Capacity;

public sealed class SharingOutTurns(ITestOutputHelper output)
{
    private static readonly LeadNeeds Startup = new(Segment.Startup, "", "");

    [Fact]
    public void Turns_are_shared_by_weight_and_nobody_waits_longer_than_their_share()
    {
        var seed = Environment.TickCount;
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        for (var round = 0; round < 100; round++)
        {
            var reps = Enumerable.Range(0, random.Next(1, 8)).Select(_ => (Id: Guid.NewGuid(), Weight: random.Next(1, RoundRobin.WeightMax + 1))).ToList();
            var (places, counts, front) = (reps.ToDictionary(r => r.Id, _ => 0L), reps.ToDictionary(r => r.Id, _ => 0), 0L);
            var total = reps.Sum(r => r.Weight);
            for (var turn = 1; turn <= 10 * total; turn++)
            {
                (var id, var place, front) = RoundRobin.Next([.. reps.Select(r => (r.Id, r.Weight, places[r.Id]))], front);
                places[id] = place;
                counts[id]++;
                Assert.All(reps, r => Assert.True(
                    Math.Abs(counts[r.Id] - ((double)turn * r.Weight / total)) <= reps.Count, $"seed {seed}, round {round}, turn {turn}: weight {r.Weight} of {total} has {counts[r.Id]}"));
            }

            // After whole circles everybody has exactly their share.
            Assert.All(reps, r => Assert.Equal(10 * r.Weight, counts[r.Id]));
        }
    }

    [Fact]
    public void Who_was_away_does_not_make_up_for_it()
    {
        var (ann, bob, front) = ((Id: Guid.NewGuid(), Place: 0L), (Id: Guid.NewGuid(), Place: 0L), 0L);
        for (var i = 0; i < 100; i++)
        {
            (_, ann.Place, front) = RoundRobin.Next([(ann.Id, 1, ann.Place)], front);
        }

        var bobs = 0;
        for (var i = 0; i < 20; i++)
        {
            (var id, var place, front) = RoundRobin.Next([(ann.Id, 1, ann.Place), (bob.Id, 1, bob.Place)], front);
            (ann.Place, bob.Place, bobs) = id == ann.Id ? (place, bob.Place, bobs) : (ann.Place, place, bobs + 1);
        }

        Assert.InRange(bobs, 9, 11);
    }

    [Fact]
    public void Segment_territory_and_language_filter_and_empty_means_any()
    {
        var (gov, emea, any) = (Rep("Gov", segments: [Segment.Government]), Rep("Emea", territories: ["emea"], languages: ["de"]), Rep("Any"));
        Assert.Equal(["Any", "Emea"], Candidates(Startup, gov, emea, any));
        Assert.Equal(["Any"], Candidates(Startup with { Territory = "apac" }, gov, emea, any));
        Assert.Equal(["Any", "Emea"], Candidates(Startup with { Territory = "EMEA", Language = "de" }, gov, emea, any));
        Assert.Equal(["Any", "Gov"], Candidates(new(Segment.Government, "emea", "fr"), gov, emea, any));
    }

    [Fact]
    public void The_preferred_rep_goes_before_the_turn_but_not_before_capacity()
    {
        var (ann, bob) = (Rep("Ann"), Rep("Bob"));
        Preference[] bobs = [new(bob.Rep.Id, "owns the registration R-2026-000004")];
        var preferred = Assert.IsType<Assignment.To>(AssignmentRules.Choose(Startup, [ann, bob], bobs, null, 0));
        Assert.Equal(("Bob", "Bob is preferred: owns the registration R-2026-000004.", null), (preferred.Rep.Name, preferred.Reason, preferred.Place));
        var full = Assert.IsType<Assignment.To>(AssignmentRules.Choose(Startup, [ann, bob with { Load = new(40, 0) }], bobs, null, 0));
        Assert.Equal(("Ann", "Ann's turn, weight 1, among 1 with room who serve startup. Passed over: Bob has 40 of 40 open leads."), (full.Rep.Name, full.Reason));
    }

    [Fact]
    public void Those_who_left_get_nothing_whatever_prefers_them()
    {
        var gone = Rep("Gone") with { Absence = "has left" };
        var nobody = Assert.IsType<Assignment.Nobody>(AssignmentRules.Choose(Startup, [gone], [new(gone.Rep.Id, "works L-2026-000001")], null, 0));
        Assert.Equal("Nobody with room serves startup. Passed over: Gone has left.", nobody.Reason);
        Assert.Equal("REP_NOT_ELIGIBLE", AssignmentRules.WhyNot(gone)!.Reason);
    }

    [Fact]
    public void F10_A_registered_account_goes_to_whoever_registered_it_or_waits()
    {
        var (ann, bob) = (Rep("Ann", segments: [Segment.Government]), Rep("Bob"));
        var chosen = AssignmentRules.Choose(Startup, [ann, bob], [new(ann.Rep.Id, "owns the registration R-1")], [ann.Rep], 0);
        Assert.Equal("Ann", Assert.IsType<Assignment.To>(chosen).Rep.Name);
        var waits = AssignmentRules.Choose(Startup, [ann with { Load = new(0, 99) }, bob], [], [ann.Rep], 0);
        Assert.Contains("registered to Ann, and goes to nobody else", Assert.IsType<Assignment.Nobody>(waits).Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(40, 0, "40 of 40 open leads")]
    [InlineData(39, 9, null)]
    [InlineData(0, 10, "10 of 10 new leads today")]
    [InlineData(41, 0, "41 of 40 open leads")]
    public void F10_Forty_open_and_a_thirtieth_of_the_month_a_day(int open, int today, string? why) =>
        Assert.Equal(why, CapacityLimit.Of(new OwnershipRules { Number = 1 }, null, null).WhyFull(new(open, today)));

    [Theory]
    [InlineData(30, 1)]
    [InlineData(59, 1)]
    [InlineData(60, 2)]
    [InlineData(0, 0)]
    public void A_days_share_is_rounded_down_so_that_a_month_never_has_more(int month, int day) =>
        Assert.Equal(day, CapacityLimit.Of(new OwnershipRules { Number = 1 }, 5, month).NewPerDayMax);

    [Fact]
    public void A_long_reason_is_cut()
    {
        var many = Enumerable.Range(0, 200).Select(n => Rep($"Somebody with a long name {n}") with { Absence = "has left" }).ToList();
        Assert.Equal(AssignmentRules.ReasonLengthMax, AssignmentRules.Choose(Startup, many, [], null, 0).Reason.Length);
    }

    private static RepCandidate Rep(string name, Segment[]? segments = null, string[]? territories = null, string[]? languages = null) =>
        new(new(Guid.CreateVersion7(), name), segments ?? [], territories ?? [], languages ?? [], 1, 0, null, new(40, 10), default);

    // Who would get turns, one after the other.
    private static List<string> Candidates(LeadNeeds needs, params RepCandidate[] reps)
    {
        var (names, front) = (new SortedSet<string>(), 0L);
        for (var i = 0; i < reps.Length; i++)
        {
            if (AssignmentRules.Choose(needs, reps, [], null, front) is Assignment.To { Place: { } place, Front: { } next } to)
            {
                names.Add(to.Rep.Name);
                reps = [.. reps.Select(r => r.Rep.Id == to.Rep.Id ? r with { Place = place } : r)];
                front = next;
            }
        }

        return [.. names];
    }
}
