using System.Text;
using System.Text.Json;

namespace CoretimeDesk.Leads.Attachments;

/// <summary>Finds out what a file is from its bytes, fed in any portions. A name decides only between kinds of text, which bytes cannot tell apart.</summary>
public sealed class ContentSniffer
{
    private const int HeadLength = 16;
    private const int TailLength = 1024;
    private const int JsonDepthMax = 64;
    private static readonly byte[] Png = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A];
    private static readonly byte[] PngEnd = [0x49, 0x45, 0x4E, 0x44, 0xAE, 0x42, 0x60, 0x82];

    private readonly Decoder _decoder = new UTF8Encoding(false, throwOnInvalidBytes: true).GetDecoder();
    private readonly char[] _chars = new char[4096 + 8];
    private readonly byte[] _head = new byte[HeadLength];
    private byte[] _tail = [];
    private int _headLength;
    private bool _isText = true;

    /// <summary>Bytes fed so far.</summary>
    public long Length { get; private set; }

    /// <summary>Takes the next bytes.</summary>
    public void Feed(ReadOnlySpan<byte> bytes)
    {
        Length += bytes.Length;
        var missing = Math.Min(HeadLength - _headLength, bytes.Length);
        bytes[..missing].CopyTo(_head.AsSpan(_headLength));
        _headLength += missing;
        _tail = bytes.Length >= TailLength ? bytes[^TailLength..].ToArray() : [.. _tail.AsSpan(Math.Max(0, _tail.Length + bytes.Length - TailLength)), .. bytes];
        Decode(bytes, flush: false);
    }

    /// <summary>The media type; null when it is none that is allowed, or is not whole. Nothing is fed after this.</summary>
    /// <param name="fileName">Decides between plain text, Markdown, CSV and JSON.</param>
    /// <param name="readAll">Gives all bytes again; asked only when a text is said to be JSON.</param>
    public string? Finish(string fileName, Func<byte[]> readAll)
    {
        var head = _head.AsSpan(0, _headLength);
        Decode([], flush: true);
        var ending = Path.GetExtension(fileName).ToLowerInvariant();
        var found = head.StartsWith("%PDF-"u8) ? _tail.AsSpan().IndexOf("%%EOF"u8) >= 0 ? "application/pdf" : null
            : head.StartsWith(Png) ? head[Png.Length..].IndexOf("IHDR"u8) == 4 && _tail.AsSpan().EndsWith(PngEnd) ? "image/png" : null
            : head.StartsWith<byte>([0xFF, 0xD8, 0xFF]) ? _tail.AsSpan().EndsWith<byte>([0xFF, 0xD9]) ? "image/jpeg" : null
            : Length == 0 || !_isText ? null
            : ending switch
            {
                ".json" => IsJson(readAll()) ? "application/json" : null,
                ".csv" => "text/csv",
                ".md" or ".markdown" => "text/markdown",
                _ => "text/plain",
            };

        // A name that promises something else than the bytes are would deceive whoever opens it.
        return found is not null && Promised(ending) is { } promised && promised != found ? null : found;
    }

    /// <summary>Is this one JSON value and nothing else?</summary>
    public static bool IsJson(ReadOnlySpan<byte> bytes)
    {
        try
        {
            var reader = new Utf8JsonReader(bytes.StartsWith<byte>([0xEF, 0xBB, 0xBF]) ? bytes[3..] : bytes, new JsonReaderOptions { MaxDepth = JsonDepthMax });
            var any = false;
            while (reader.Read())
            {
                any = true;
            }

            return any;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static string? Promised(string ending) => ending switch
    {
        ".pdf" => "application/pdf",
        ".png" => "image/png",
        ".jpg" or ".jpeg" => "image/jpeg",
        ".json" => "application/json",
        ".csv" => "text/csv",
        ".md" or ".markdown" => "text/markdown",
        ".txt" or ".log" => "text/plain",
        ".zip" or ".exe" or ".html" or ".htm" or ".svg" or ".js" or ".docx" or ".xlsx" or ".pptx" or ".sh" or ".bat" or ".xml" => "",
        _ => null,
    };

    private void Decode(ReadOnlySpan<byte> bytes, bool flush)
    {
        if (!_isText)
        {
            return;
        }

        try
        {
            do
            {
                var portion = bytes[..Math.Min(bytes.Length, 4096)];
                bytes = bytes[portion.Length..];
                var count = _decoder.GetChars(portion, _chars, flush && bytes.IsEmpty);
                foreach (var c in _chars.AsSpan(0, count))
                {
                    if (char.IsControl(c) && c is not ('\t' or '\n' or '\r' or '\f'))
                    {
                        _isText = false;
                        return;
                    }
                }
            }
            while (!bytes.IsEmpty);
        }
        catch (DecoderFallbackException)
        {
            _isText = false;
        }
    }
}
