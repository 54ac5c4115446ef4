namespace CoretimeDesk.Substrate;

/// <summary>A value that its type cannot hold. It names the place within what was given, what is wrong, and what the type wants.</summary>
public sealed class ScaleEncodeException : Exception
{
    private readonly List<string> _path = [];

    internal ScaleEncodeException(string problem)
        : base(problem)
    {
    }

    /// <summary>The value at fault, from the outside in: <c>calls[1].args.price_limit</c>; empty when it is the whole.</summary>
    public string Path => string.Concat(_path.AsEnumerable().Reverse().Select((part, i) => i == 0 || part.StartsWith('[') ? part : "." + part));

    /// <inheritdoc/>
    public override string Message => _path.Count == 0 ? base.Message : $"{Path}: {base.Message}";

    internal bool Within(string segment)
    {
        _path.Add(segment);
        return false;
    }

    internal bool Within(int index) => Within($"[{index}]");
}
