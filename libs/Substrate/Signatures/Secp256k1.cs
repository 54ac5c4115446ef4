using System.Numerics;

namespace CoretimeDesk.Substrate;

/// <summary>Finds the key behind an ECDSA signature over secp256k1 (SEC 1, 4.1.6).</summary>
/// <remarks>For checking only, with plain big integers: see <see cref="EdwardsPoint"/>.</remarks>
public static class Secp256k1
{
    /// <summary>A signature, in bytes: r, s and one byte that says which of the possible keys is meant.</summary>
    public const int SignatureBytes = 65;

    /// <summary>An uncompressed key without its leading byte, in bytes: x and y, big endian.</summary>
    public const int KeyBytes = 64;

    private const int NumberBytes = 32;

    // Ethereum's tools count the possible keys from 27 on.
    private const byte EthereumOffset = 27;

    private static readonly BigInteger P = BigInteger.Pow(2, 256) - BigInteger.Pow(2, 32) - 977;
    private static readonly BigInteger Order = BigInteger.Pow(2, 256) - BigInteger.Parse("432420386565659656852420866394968145599");

    private static readonly (BigInteger X, BigInteger Y, BigInteger Z) Base = (
        BigInteger.Parse("55066263022277343669578718895168534326250603453777594175500187360389116729240"),
        BigInteger.Parse("32670510020758816978083085130507043184471273380659243275938904335757337482424"),
        1);

    /// <summary>Recovers the key whose holder signed.</summary>
    /// <param name="digest">The 32 bytes that were signed.</param>
    /// <param name="signature">65 bytes; others are no signature.</param>
    /// <param name="key">Filled with x and y: 64 bytes.</param>
    /// <returns>False when no key can have made that signature.</returns>
    public static bool TryRecover(ReadOnlySpan<byte> digest, ReadOnlySpan<byte> signature, Span<byte> key)
    {
        if (digest.Length != NumberBytes || signature.Length != SignatureBytes || key.Length != KeyBytes)
        {
            return false;
        }

        var which = signature[^1] >= EthereumOffset ? signature[^1] - EthereumOffset : signature[^1];
        var r = Read(signature[..NumberBytes]);
        var s = Read(signature.Slice(NumberBytes, NumberBytes));
        if (which > 3 || r.IsZero || r >= Order || s.IsZero || s >= Order)
        {
            return false;
        }

        var x = (which & 2) == 0 ? r : r + Order;
        if (x >= P || RootOf(Mod((x * x * x) + 7)) is not { } y)
        {
            return false;
        }

        y = y.IsEven == ((which & 1) == 0) ? y : P - y;
        var inverse = BigInteger.ModPow(r, Order - 2, Order);
        var minusHash = (Order - (Read(digest) % Order)) % Order;
        var found = Add(Times(s * inverse % Order, (x, y, 1)), Times(minusHash * inverse % Order, Base));
        if (found.Z.IsZero)
        {
            return false;
        }

        var z = BigInteger.ModPow(found.Z, P - 2, P);
        Write(Mod(found.X * z * z), key[..NumberBytes]);
        Write(Mod(found.Y * z * z * z), key[NumberBytes..]);
        return true;
    }

    // Jacobian coordinates; Z = 0 is the point at infinity.
    private static (BigInteger X, BigInteger Y, BigInteger Z) Times(BigInteger scalar, (BigInteger X, BigInteger Y, BigInteger Z) point)
    {
        (BigInteger X, BigInteger Y, BigInteger Z) sum = (1, 1, 0);
        for (var bit = (int)scalar.GetBitLength() - 1; bit >= 0; bit--)
        {
            sum = Double(sum);
            if (!((scalar >> bit) & 1).IsZero)
            {
                sum = Add(sum, point);
            }
        }

        return sum;
    }

    private static (BigInteger X, BigInteger Y, BigInteger Z) Double((BigInteger X, BigInteger Y, BigInteger Z) p)
    {
        if (p.Z.IsZero || p.Y.IsZero)
        {
            return (1, 1, 0);
        }

        var yy = Mod(p.Y * p.Y);
        var s = Mod(4 * p.X * yy);
        var m = Mod(3 * p.X * p.X);
        var x = Mod((m * m) - (2 * s));
        return (x, Mod((m * (s - x)) - (8 * yy * yy)), Mod(2 * p.Y * p.Z));
    }

    private static (BigInteger X, BigInteger Y, BigInteger Z) Add((BigInteger X, BigInteger Y, BigInteger Z) p, (BigInteger X, BigInteger Y, BigInteger Z) q)
    {
        if (p.Z.IsZero)
        {
            return q;
        }

        if (q.Z.IsZero)
        {
            return p;
        }

        var (pp, qq) = (Mod(p.Z * p.Z), Mod(q.Z * q.Z));
        var (u, v) = (Mod(p.X * qq), Mod(q.X * pp));
        var (a, b) = (Mod(p.Y * qq * q.Z), Mod(q.Y * pp * p.Z));
        if (u == v)
        {
            return a == b ? Double(p) : (1, 1, 0);
        }

        var (h, r) = (Mod(v - u), Mod(b - a));
        var hh = Mod(h * h);
        var hhh = Mod(hh * h);
        var x = Mod((r * r) - hhh - (2 * u * hh));
        return (x, Mod((r * ((u * hh) - x)) - (a * hhh)), Mod(h * p.Z * q.Z));
    }

    private static BigInteger? RootOf(BigInteger square)
    {
        var root = BigInteger.ModPow(square, (P + 1) / 4, P);
        return Mod(root * root) == square ? root : null;
    }

    private static BigInteger Read(ReadOnlySpan<byte> bytes) => new(bytes, isUnsigned: true, isBigEndian: true);

    private static void Write(BigInteger value, Span<byte> destination)
    {
        destination.Clear();
        value.TryWriteBytes(destination[^value.GetByteCount(isUnsigned: true)..], out _, isUnsigned: true, isBigEndian: true);
    }

    private static BigInteger Mod(BigInteger value)
    {
        var rest = value % P;
        return rest.Sign < 0 ? rest + P : rest;
    }
}
