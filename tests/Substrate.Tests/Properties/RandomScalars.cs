using System.Numerics;

namespace CoretimeDesk.Substrate.Tests.Properties;

/// <summary>Random numbers, texts and bytes, with the borders more often than chance has them.</summary>
internal static class RandomScalars
{
    public static byte[] Bytes(this Random random, int length)
    {
        var bytes = new byte[length];
        random.NextBytes(bytes);
        return bytes;
    }

    public static string Text(this Random random) => string.Concat(Enumerable.Range(0, random.Next(12)).Select(_ => random.Next(5) switch
    {
        0 => "\"",
        1 => "\n",
        2 => "é",
        3 => "\U0001f680",
        _ => ((char)random.Next(' ', '~')).ToString(),
    }));

    /// <summary>Small, at a border, or anything.</summary>
    public static BigInteger Integer(this Random random, int bits, bool isSigned)
    {
        var size = random.Next(4) == 0 ? bits : random.Next(bits + 1);
        var number = new BigInteger(random.Bytes(40), isUnsigned: true) % (BigInteger.One << size);
        number = random.Next(4) == 0 ? (BigInteger.One << size) - random.Next(size > 0 ? 2 : 1) : number;
        return isSigned
            ? BigInteger.Clamp(random.Next(2) == 0 ? number : -number, -(BigInteger.One << (bits - 1)), (BigInteger.One << (bits - 1)) - 1)
            : BigInteger.Min(number, (BigInteger.One << bits) - 1);
    }

    /// <summary>Bytes of an integer.</summary>
    public static int Width(Primitive kind) => kind switch
    {
        Primitive.U8 or Primitive.I8 => 1,
        Primitive.U16 or Primitive.I16 => 2,
        Primitive.U32 or Primitive.I32 => 4,
        Primitive.U64 or Primitive.I64 => 8,
        Primitive.U128 or Primitive.I128 => 16,
        _ => 32,
    };
}
