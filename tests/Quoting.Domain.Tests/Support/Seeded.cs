using System.Numerics;
using CoretimeDesk.Market;

namespace CoretimeDesk.Quoting.Tests;

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

    /// <summary>Any amount, of any length: small ones are as likely as large ones, and both ends come up.</summary>
    public static Planck Planck(this Random random)
    {
        var bits = random.Next(130);
        return new(bits switch
        {
            0 => UInt128.Zero,
            129 => UInt128.MaxValue,
            _ => new UInt128(random.Word(), random.Word()) >> (128 - bits),
        });
    }

    public static T Of<T>(this Random random, IReadOnlyList<T> choices) => choices[random.Next(choices.Count)];

    public static BigInteger Big(this Planck planck) => planck.Value;

    private static ulong Word(this Random random) => unchecked((ulong)random.NextInt64(long.MinValue, long.MaxValue));
}
