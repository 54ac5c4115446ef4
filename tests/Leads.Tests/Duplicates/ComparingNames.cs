namespace CoretimeDesk.Leads.Tests.Duplicates;

public sealed class ComparingNames(ITestOutputHelper output)
{
    [Theory]
    [InlineData("Aleph Rollup", "Aleph Labs", 100)]
    [InlineData("ALEPH network", "aleph", 100)]
    [InlineData("Zürich Chain AG", "Zurich", 100)]
    [InlineData("Łódź Data", "lodz data GmbH", 100)]
    [InlineData("Rollup Aleph Nine", "Nine Aleph", 100)]
    [InlineData("Hydration", "Hydradx", 0)]
    [InlineData("Aleph Rollup", "Beth Rollup", 0)]
    [InlineData("Chain Labs", "Network Foundation", 0)]
    [InlineData("Astar", "Moonbeam", 0)]
    public void Words_that_everybody_has_do_not_count(string one, string other, int likeness)
    {
        var measured = AccountNames.Likeness(one, other);
        Assert.True(likeness == 0 ? measured < WeakReasons.SimilarFrom : measured == likeness, $"{one} and {other}: {measured}");
        Assert.Equal(measured, AccountNames.Likeness(other, one));
    }

    [Theory]
    [InlineData("Acala Network", "Acalla Network")]
    [InlineData("Moonbeam Foundation", "Moonbeem")]
    [InlineData("Interlay Technologies", "Interlay-Tech")]
    public void A_slip_of_the_pen_is_still_alike(string one, string other) => Assert.True(AccountNames.Likeness(one, other) >= 50, $"{AccountNames.Likeness(one, other)}");

    /// <summary>What the index looks for: if it missed a pair, nobody would ever be warned of it.</summary>
    [Fact]
    public void Names_that_are_alike_always_share_one_of_their_rarest_groups()
    {
        var seed = Random.Shared.Next();
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        var alike = 0;
        for (var i = 0; i < 20_000; i++)
        {
            var (one, other) = Pair(random);
            var (left, right) = (Trigrams.Of(one), Trigrams.Of(other));
            if (Trigrams.Likeness(left, right) >= WeakReasons.SimilarFrom)
            {
                alike++;
                Assert.True(Trigrams.Rarest(left).Intersect(Trigrams.Rarest(right)).Any(), $"seed {seed}: \"{one}\" and \"{other}\"");
            }
        }

        Assert.InRange(alike, 1_000, 19_999);
    }

    [Fact]
    public void The_groups_of_a_part_are_among_those_of_the_whole()
    {
        var seed = Random.Shared.Next();
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        for (var i = 0; i < 5_000; i++)
        {
            var whole = Folding.Fold(Word(random, random.Next(1, 20)) + "🚀é " + Word(random, random.Next(1, 20)));
            var runes = whole.EnumerateRunes().ToArray();
            var start = random.Next(runes.Length);
            var part = string.Concat(runes.Skip(start).Take(random.Next(1, runes.Length - start + 1)));
            Assert.True(Trigrams.Within(part).All(Trigrams.Of(whole).Contains), $"seed {seed}: \"{part}\" in \"{whole}\"");
        }
    }

    [Fact]
    public void Groups_never_cut_a_character_in_two()
    {
        foreach (var gram in Trigrams.Of("🚀🌙🪐💫"))
        {
            Assert.Equal(3, gram.EnumerateRunes().Count());
            Assert.DoesNotContain('\uFFFD', gram);
        }
    }

    private static (string One, string Other) Pair(Random random)
    {
        var one = Word(random, random.Next(1, 30));
        var other = one.ToCharArray().ToList();
        for (var change = random.Next(0, 5); change > 0; change--)
        {
            var at = random.Next(other.Count + 1);
            if (random.Next(2) == 0 && at < other.Count && other.Count > 1)
            {
                other.RemoveAt(at);
            }
            else
            {
                other.Insert(at, Letter(random));
            }
        }

        return (one, string.Concat(other));
    }

    private static string Word(Random random, int length) => string.Concat(Enumerable.Range(0, length).Select(_ => Letter(random)));

    private static char Letter(Random random) => "aaeeiioouunnrrsttlmdkpgbch xzyqwjvf0149"[random.Next(39)];
}
