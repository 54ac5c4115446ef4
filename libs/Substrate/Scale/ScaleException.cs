using System.Text;

namespace CoretimeDesk.Substrate;

/// <summary>What is wrong with bytes that should be SCALE.</summary>
public enum ScaleFault
{
    /// <summary>The input ends before the value does.</summary>
    Truncated,

    /// <summary>A length or count is larger than the rest of the input can hold.</summary>
    LengthBeyondInput,

    /// <summary>A compact integer is not written in its shortest form, or does not fit its type.</summary>
    BadCompact,

    /// <summary>A bool, option or enum has a tag that its type does not know.</summary>
    UnknownTag,

    /// <summary>Text is not valid UTF-8, or a char is no Unicode scalar value.</summary>
    BadText,

    /// <summary>Values are nested deeper than <see cref="ScaleLimits.DepthMax"/>, or than the stack allows.</summary>
    TooDeep,

    /// <summary>The input describes more values than <see cref="ScaleLimits"/> lets it: it would take memory out of proportion.</summary>
    TooManyValues,

    /// <summary>Bytes are left after the value.</summary>
    TrailingBytes,

    /// <summary>The type itself cannot be read: an unknown id, an endless type, a shape that no encoding has.</summary>
    BadType,

    /// <summary>The bytes are not the structure that was asked for (no metadata, an extrinsic of an unknown version, …).</summary>
    BadFormat,
}

/// <summary>
/// The only exception that reading SCALE throws. It names what is wrong, the offset in bytes from the start of the input, and the path of the
/// value within its type, such as <c>events[3].Broker.Purchased.region_id.mask</c>.
/// </summary>
public sealed class ScaleException : Exception
{
    private const int PathSegmentsMax = 64; // A hostile input nests a thousand levels; nobody reads them.

    private readonly string _problem;
    private readonly List<string> _path = [];
    private int _left;

    internal ScaleException(ScaleFault fault, int offset, string problem)
        : base(problem)
    {
        (Fault, Offset, _problem) = (fault, offset, problem);
    }

    /// <summary>The kind of fault.</summary>
    public ScaleFault Fault { get; }

    /// <summary>Where the value at fault begins, in bytes from the start of the input.</summary>
    public int Offset { get; }

    /// <summary>The value at fault, from the outside in; empty when the input as a whole is at fault.</summary>
    public string Path
    {
        get
        {
            var text = new StringBuilder();
            if (_left > 0)
            {
                text.Append('…');
            }

            for (var i = _path.Count - 1; i >= 0; i--)
            {
                if (text.Length > 0 && !_path[i].StartsWith('['))
                {
                    text.Append('.');
                }

                text.Append(_path[i]);
            }

            return text.ToString();
        }
    }

    /// <inheritdoc/>
    public override string Message => _path.Count == 0 ? $"{_problem} (offset {Offset})" : $"{Path}: {_problem} (offset {Offset})";

    /// <summary>Puts a name before the path. Made for exception filters: they run before the stack unwinds and cost nothing while all is well.</summary>
    /// <returns>Always false, so that the filter lets the exception pass.</returns>
    internal bool Within(string segment)
    {
        if (_path.Count < PathSegmentsMax)
        {
            _path.Add(segment);
        }
        else
        {
            _left++;
        }

        return false;
    }

    internal bool Within(int index) => Within($"[{index}]");
}
