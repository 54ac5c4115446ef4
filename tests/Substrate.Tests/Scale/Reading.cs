namespace CoretimeDesk.Substrate.Tests.Scale;

/// <summary>What a reader does with hex. Lambdas cannot capture a reader, so each reading gets one of its own.</summary>
internal static class Reading
{
    public delegate T Of<out T>(ref ScaleReader reader);

    public static byte[] Bytes(string hex) => Hex.Decode(hex.Replace(" ", "", StringComparison.Ordinal));

    /// <summary>Reads a value, which must take all of the bytes.</summary>
    public static T Whole<T>(string hex, Of<T> read)
    {
        var reader = new ScaleReader(Bytes(hex));
        var value = read(ref reader);
        reader.ExpectEnd();
        return value;
    }

    /// <summary>Reads bytes that must be refused.</summary>
    public static ScaleException Fault<T>(byte[] bytes, Of<T> read)
    {
        var reader = new ScaleReader(bytes);
        try
        {
            read(ref reader);
        }
        catch (ScaleException e)
        {
            return e;
        }

        throw new InvalidOperationException($"{Hex.Encode(bytes)} was read, up to byte {reader.Position}.");
    }

    public static ScaleException Fault<T>(string hex, Of<T> read) => Fault(Bytes(hex), read);

    public static byte[] Written(Action<ScaleWriter> write)
    {
        var writer = new ScaleWriter();
        write(writer);
        return writer.ToArray();
    }
}
