using CoretimeDesk.Substrate;

namespace CoretimeDesk.Leads.Tests.Merging;

/// <summary>The rules alone, over accounts made at random.</summary>
public sealed class TakingApartWhatWasMerged(ITestOutputHelper output)
{
    private static readonly DateTimeOffset Now = new(2026, 11, 2, 9, 30, 0, TimeSpan.Zero);
    private static readonly string[] Domains = [.. Enumerable.Range(0, 8).Select(i => $"d{i}.xyz")];

    [Fact]
    public void The_events_that_tell_two_states_apart_make_the_one_of_the_other()
    {
        var random = Seeded();
        for (var i = 0; i < 3_000; i++)
        {
            var from = Account(random, 0);
            var to = Account(random, 0) with { Id = from.Id, Number = from.Number, CreatedAt = from.CreatedAt };
            Same(to, from.After(AccountDifference.Between(from, to, "test")));
            Assert.Empty(AccountDifference.Between(from, from, "test"));
        }
    }

    [Fact]
    public void A_merge_that_nobody_touched_leaves_no_trace_when_it_is_undone()
    {
        var random = Seeded();
        for (var i = 0; i < 3_000; i++)
        {
            var (survivor, absorbed) = Two(random);
            var merged = MergeRules.Merged(survivor, absorbed, Choices(random));
            var undone = UndoRules.Undo(new(Guid.CreateVersion7(), "M-2026-000001", survivor, absorbed, merged, Now, null), merged);
            Same(survivor, undone.Survivor);
            Same(absorbed, undone.Absorbed);
            Assert.Empty(undone.ChangedSince);
        }
    }

    [Fact]
    public void Whatever_happened_since_no_key_is_lost_doubled_or_taken_from_others()
    {
        var random = Seeded();
        for (var i = 0; i < 5_000; i++)
        {
            var (survivor, absorbed) = Two(random);
            var merged = MergeRules.Merged(survivor, absorbed, Choices(random));
            var now = Change(random, merged);
            var undone = UndoRules.Undo(new(Guid.CreateVersion7(), "M-2026-000001", survivor, absorbed, merged, Now, null), now);
            var keys = undone.Survivor.StrongKeys.Concat(undone.Absorbed.StrongKeys).ToList();
            Assert.Equal(keys.Count, keys.Distinct().Count());

            // The plain keys are those of now, each on one side.
            Assert.Equal(now.Keys.OrderBy(k => k.Value), undone.Survivor.Keys.Concat(undone.Absorbed.Keys).OrderBy(k => k.Value));
            Assert.All(undone.Absorbed.Keys, k => Assert.Contains(k, absorbed.Keys));
            Assert.All(now.StrongKeys.Where(k => k.Kind == KeyKind.ChainAccount), k => Assert.Contains(k, keys));
            Assert.Equal(now.ChainAccounts.Select(c => c.Id).ToHashSet(), undone.Survivor.ChainAccounts.Concat(undone.Absorbed.ChainAccounts).Select(c => c.Id).ToHashSet());
        }
    }

    [Fact]
    public void A_merged_account_has_what_either_had_once_and_the_better_proof_of_each()
    {
        var random = Seeded();
        for (var i = 0; i < 3_000; i++)
        {
            var (survivor, absorbed) = Two(random);
            var merged = MergeRules.Merged(survivor, absorbed, Choices(random));
            Assert.Equal(survivor.StrongKeys.Union(absorbed.StrongKeys).ToHashSet(), merged.StrongKeys.ToHashSet());
            Assert.Equal(merged.StrongKeys.Count(), merged.StrongKeys.Distinct().Count());
            Assert.Equal(new[] { survivor.CreatedAt, absorbed.CreatedAt }.Min(), merged.CreatedAt);
            foreach (var account in merged.ChainAccounts)
            {
                Assert.Equal(survivor.ChainAccounts.Concat(absorbed.ChainAccounts).Where(c => c.Id == account.Id).Max(c => c.How), account.How);
            }
        }
    }

    [Theory]
    [InlineData(-1, null)]
    [InlineData(0, "MERGE_TOO_OLD")]
    [InlineData(1, "MERGE_TOO_OLD")]
    public void It_can_be_undone_for_30_days_to_the_tick(long ticks, string? reason)
    {
        var (survivor, absorbed) = Two(new Random(1));
        var merge = new MergeState(Guid.CreateVersion7(), "M-2026-000001", survivor, absorbed, survivor, Now, null);
        var refusal = UndoRules.Cannot(merge, survivor, null, Now.AddDays(30).AddTicks(ticks));
        Assert.Equal(reason, refusal?.Reason);
        Assert.Contains(reason is null ? "" : "2 December 2026 09:30 UTC", refusal?.Message ?? "", StringComparison.Ordinal);
    }

    private Random Seeded()
    {
        var seed = Random.Shared.Next();
        output.WriteLine($"seed {seed}");
        return new(seed);
    }

    /// <summary>Two accounts as they can be at once: no strong key belongs to both.</summary>
    private static (AccountState Survivor, AccountState Absorbed) Two(Random random)
    {
        while (true)
        {
            var (one, other) = (Account(random, 0), Account(random, 1));
            if (!one.StrongKeys.Intersect(other.StrongKeys).Any())
            {
                return (one, other);
            }
        }
    }

    private static AccountState Account(Random random, int which) => new(
        Guid.CreateVersion7(), $"A-2026-{which:D6}", $"name {random.Next(3)}", (Segment)random.Next(1, 5), (uint)random.Next(1, 200), random.Next(2) == 0, random.Next(2) == 0, Now.AddDays(-random.Next(100)))
    {
        Ecosystems = [.. new[] { "cosmos", "ethereum", "polkadot" }.Where(_ => random.Next(2) == 0)],
        Keys = [.. Domains.Where(_ => random.Next(5) == 0).Select(d => new StrongKey(KeyKind.Domain, "", d))],
        ChainAccounts = [.. Enumerable.Range(1, 6).Where(_ => random.Next(3) == 0).Select(i => Chain(i, (HowVerified)random.Next(1, 4), random))],
        Target = random.Next(2) == 0 ? null : new(TargetSource.Research, "", [new("fits", random.Next(1, 100))]),
        NextStep = random.Next(2) == 0 ? null : new("Call", "They asked", new(2026, 12, random.Next(1, 31)), "Ann", Now),
    };

    private static ChainAccount Chain(int number, HowVerified how, Random random)
    {
        var bytes = new byte[32];
        bytes[0] = (byte)number;
        return new(AccountAddress.Of(AccountId32.FromBytes(bytes)), "", how, Now.AddHours(-random.Next(50)), $"evidence {random.Next(3)}");
    }

    private static Dictionary<string, Side> Choices(Random random) =>
        MergeRules.FieldNames.Where(_ => random.Next(2) == 0).ToDictionary(f => f, _ => (Side)random.Next(1, 3));

    private static AccountState Change(Random random, AccountState account)
    {
        var other = Account(random, 0);
        return account with
        {
            Name = random.Next(2) == 0 ? account.Name : other.Name,
            Ecosystems = random.Next(2) == 0 ? account.Ecosystems : other.Ecosystems,
            NextStep = random.Next(2) == 0 ? account.NextStep : other.NextStep,
            Keys = [.. account.Keys.Where(_ => random.Next(4) > 0).Union(other.Keys)],
            ChainAccounts = [.. account.ChainAccounts.Where(_ => random.Next(4) > 0).Concat(other.ChainAccounts).GroupBy(c => c.Id).Select(g => g.MaxBy(c => c.How)!)],
        };
    }

    private static void Same(AccountState expected, AccountState actual)
    {
        Assert.Equal(Plain(expected), Plain(actual));
        Assert.Equal(expected.Ecosystems.Order(), actual.Ecosystems.Order());
        Assert.Equal(expected.Keys.OrderBy(k => k.Value), actual.Keys.OrderBy(k => k.Value));
        Assert.Equal(expected.ChainAccounts.OrderBy(c => c.Address.Bytes), actual.ChainAccounts.OrderBy(c => c.Address.Bytes));

        static object Plain(AccountState a) => (a.Id, a.Number, a.Name, a.Segment, a.AnnualCorePeriods, a.IsDao, a.MainBusinessElsewhere, a.CreatedAt, a.Target, a.NextStep, a.MergedInto);
    }
}
