using System.Numerics;

namespace CoretimeDesk.Market.Tests;

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

    /// <summary>Any number, of any length: small ones are as likely as large ones, and both ends come up.</summary>
    public static UInt128 UInt128(this Random random)
    {
        var bits = random.Next(130);
        return bits switch
        {
            0 => 0,
            129 => System.UInt128.MaxValue,
            _ => new UInt128(random.UInt64(), random.UInt64()) >> (128 - bits),
        };
    }

    public static Planck Planck(this Random random) => new(random.UInt128());

    public static ulong UInt64(this Random random) => unchecked((ulong)random.NextInt64(long.MinValue, long.MaxValue));

    public static uint UInt32(this Random random) => (uint)random.NextInt64(1L << random.Next(33));

    public static CoreMask Mask(this Random random) => CoreMask.FromUInt128(new UInt128(random.UInt64(), random.UInt64()));

    public static BigInteger Big(this Planck planck) => (BigInteger)planck.Value;
}
