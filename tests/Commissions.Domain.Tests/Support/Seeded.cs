using System.Numerics;
using System.Text.Json.Nodes;

namespace CoretimeDesk.Commissions.Tests;

/// <summary>Properties over random input; a failure names the seed, which replays it.</summary>
internal static class Seeded
{
    public static void Run(int runs, Action<Random> property)
    {
        for (var seed = 1; seed <= runs; seed++)
        {
            try
            {
                property(new Random(seed));
            }
            catch (Exception e)
            {
                throw new InvalidOperationException($"With new Random({seed}): {e.Message}", e);
            }
        }
    }

    public static T Of<T>(this Random random, IReadOnlyList<T> choices) => choices[random.Next(choices.Count)];

    /// <summary>An amount of any length: small ones are as likely as large ones, and the largest comes up.</summary>
    public static BigInteger Amount(this Random random, int bitsMax = 128)
    {
        var bits = random.Next(bitsMax + 2);
        var most = (BigInteger.One << Math.Min(bits, bitsMax)) - 1;
        return bits > bitsMax ? most : new BigInteger(random.NextInt64()) * random.NextInt64() * random.NextInt64() % (most + 1);
    }

    public static T[] Shuffled<T>(this Random random, IEnumerable<T> items)
    {
        var shuffled = items.ToArray();
        random.Shuffle(shuffled);
        return shuffled;
    }

    /// <summary>Equal as JSON, or the first of some parts that differ.</summary>
    public static void AssertSame(JsonNode expected, JsonNode actual, string what) =>
        Assert.True(JsonNode.DeepEquals(expected, actual), $"{what}: expected {expected.ToJsonString()}{Environment.NewLine}but was {actual.ToJsonString()}");
}
