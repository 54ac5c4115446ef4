using System.Numerics;

namespace CoretimeDesk.Substrate.Tests.Properties;

/// <summary>A second writer of SCALE, as simple as it can be, so that the library's own is not its own witness.</summary>
internal sealed class PlainScale
{
    private readonly List<byte> _bytes = [];

    public byte[] ToArray() => [.. _bytes];

    public int Length => _bytes.Count;

    public byte[] Since(int start) => [.. _bytes.Skip(start)];

    public void Bytes(params IEnumerable<byte> bytes) => _bytes.AddRange(bytes);

    public void Integer(BigInteger value, int width)
    {
        // Two's complement: a negative number is what is missing to the next power.
        var rest = value.Sign < 0 ? value + BigInteger.Pow(256, width) : value;
        for (var i = 0; i < width; i++)
        {
            _bytes.Add((byte)(rest % 256));
            rest /= 256;
        }
    }

    public void Compact(BigInteger value)
    {
        if (value < 64)
        {
            Integer(value * 4, 1);
        }
        else if (value < 16_384)
        {
            Integer(value * 4 + 1, 2);
        }
        else if (value < 1_073_741_824)
        {
            Integer(value * 4 + 2, 4);
        }
        else
        {
            var width = 4;
            while (value >= BigInteger.Pow(256, width))
            {
                width++;
            }

            Integer((width - 4) * 4 + 3, 1);
            Integer(value, width);
        }
    }
}
