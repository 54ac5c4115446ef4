using System.Numerics;

namespace CoretimeDesk.Substrate;

/// <summary>
/// A point of the twisted Edwards curve behind Ed25519 (RFC 8032) and ristretto255 (RFC 9496), in extended coordinates.
/// </summary>
/// <remarks>
/// For checking signatures only. Nothing here is secret, so plain big integers may take as long as their values make them
/// take; code that handles a private key must not use it. A check costs some milliseconds.
/// </remarks>
internal readonly record struct EdwardsPoint(BigInteger X, BigInteger Y, BigInteger Z, BigInteger T)
{
    /// <summary>Bytes of an encoded point.</summary>
    public const int Size = 32;

    private const byte SignBit = 0x80;

    /// <summary>The prime of the field, 2^255 - 19.</summary>
    private static readonly BigInteger P = BigInteger.Pow(2, 255) - 19;

    private static readonly BigInteger D = Mod(-121665 * Inverse(121666));
    private static readonly BigInteger RootOfMinusOne = BigInteger.ModPow(2, (P - 1) / 4, P);

    /// <summary>The order of the base point.</summary>
    public static BigInteger Order { get; } = BigInteger.Pow(2, 252) + BigInteger.Parse("27742317777372353535851937790883648493");

    /// <summary>The point that changes nothing.</summary>
    public static EdwardsPoint Neutral { get; } = new(0, 1, 1, 0);

    /// <summary>The base point: y is 4/5, x is even.</summary>
    public static EdwardsPoint Base { get; } = OfBase();

    /// <summary>One of the eight points whose order divides 8: no key of anybody.</summary>
    public bool IsSmall
    {
        get
        {
            var twice = this + this;
            var four = twice + twice;
            return (four + four).Is(Neutral);
        }
    }

    /// <summary>The sum; complete, so it also doubles.</summary>
    public static EdwardsPoint operator +(EdwardsPoint left, EdwardsPoint right)
    {
        var a = Mod((left.Y - left.X) * (right.Y - right.X));
        var b = Mod((left.Y + left.X) * (right.Y + right.X));
        var c = Mod(2 * D * left.T * right.T);
        var d = Mod(2 * left.Z * right.Z);
        var (e, f, g, h) = (b - a, d - c, d + c, b + a);
        return new(Mod(e * f), Mod(g * h), Mod(f * g), Mod(e * h));
    }

    /// <summary>The opposite point.</summary>
    public static EdwardsPoint operator -(EdwardsPoint point) => new(Mod(-point.X), point.Y, point.Z, Mod(-point.T));

    /// <summary><paramref name="a"/> times <paramref name="p"/> plus <paramref name="b"/> times <paramref name="q"/>, in one walk over the bits.</summary>
    public static EdwardsPoint Combine(BigInteger a, EdwardsPoint p, BigInteger b, EdwardsPoint q)
    {
        var both = p + q;
        var sum = Neutral;
        for (var bit = (int)Math.Max(a.GetBitLength(), b.GetBitLength()) - 1; bit >= 0; bit--)
        {
            sum += sum;
            var (inA, inB) = (!((a >> bit) & 1).IsZero, !((b >> bit) & 1).IsZero);
            sum = (inA, inB) switch
            {
                (true, true) => sum + both,
                (true, false) => sum + p,
                (false, true) => sum + q,
                _ => sum,
            };
        }

        return sum;
    }

    /// <summary>The same point of the curve.</summary>
    public bool Is(EdwardsPoint other) => Mod((X * other.Z) - (other.X * Z)).IsZero && Mod((Y * other.Z) - (other.Y * Z)).IsZero;

    /// <summary>The same element of ristretto255, in which four points of the curve are one (RFC 9496, 4.3.3).</summary>
    public bool IsRistretto(EdwardsPoint other) => Mod((X * other.Y) - (Y * other.X)).IsZero || Mod((Y * other.Y) - (X * other.X)).IsZero;

    /// <summary>Reads an Ed25519 point; null when the bytes are none, or not the one way to write it.</summary>
    public static EdwardsPoint? Decode(ReadOnlySpan<byte> bytes)
    {
        Span<byte> plain = stackalloc byte[Size];
        bytes.CopyTo(plain);
        var isOdd = (plain[^1] & SignBit) != 0;
        plain[^1] &= SignBit - 1;
        var y = new BigInteger(plain, isUnsigned: true);
        if (y >= P)
        {
            return null;
        }

        var square = Mod(y * y);
        if (SquareRoot(Mod(square - 1), Mod((D * square) + 1)) is not { } x || (x.IsZero && isOdd))
        {
            return null;
        }

        x = isOdd ? Mod(-x) : x;
        return new(x, y, 1, Mod(x * y));
    }

    /// <summary>Reads an element of ristretto255 (RFC 9496, 4.3.1); null when the bytes are none.</summary>
    public static EdwardsPoint? DecodeRistretto(ReadOnlySpan<byte> bytes)
    {
        var s = new BigInteger(bytes, isUnsigned: true);
        if (s >= P || !s.IsEven)
        {
            return null;
        }

        var (u1, u2) = (Mod(1 - (s * s)), Mod(1 + (s * s)));
        var v = Mod(-(D * u1 * u1) - (u2 * u2));
        if (SquareRoot(1, Mod(v * u2 * u2)) is not { } root)
        {
            return null;
        }

        var x = Absolute(Mod(2 * s * root * u2));
        var y = Mod(u1 * root * root * u2 * v);
        var t = Mod(x * y);
        return !t.IsEven || y.IsZero ? null : new(x, y, 1, t);
    }

    /// <summary>The even square root of u/v, or null when there is none.</summary>
    private static BigInteger? SquareRoot(BigInteger u, BigInteger v)
    {
        var v3 = Mod(v * v * v);
        var root = Mod(u * v3 * BigInteger.ModPow(Mod(u * v3 * v3 * v), (P - 5) / 8, P));
        var check = Mod(v * root * root);
        if (check == Mod(u))
        {
            return Absolute(root);
        }

        return check == Mod(-u) ? Absolute(Mod(root * RootOfMinusOne)) : null;
    }

    private static EdwardsPoint OfBase()
    {
        var y = Mod(4 * Inverse(5));
        var x = SquareRoot(Mod((y * y) - 1), Mod((D * y * y) + 1))!.Value;
        return new(x, y, 1, Mod(x * y));
    }

    private static BigInteger Absolute(BigInteger value) => value.IsEven ? value : P - value;

    private static BigInteger Inverse(BigInteger value) => BigInteger.ModPow(value, P - 2, P);

    private static BigInteger Mod(BigInteger value)
    {
        var rest = value % P;
        return rest.Sign < 0 ? rest + P : rest;
    }
}
