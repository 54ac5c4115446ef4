namespace CoretimeDesk.Substrate;

/// <summary>A .NET type that does not fit what the runtime declares: a field is missing, or of a type that the property cannot hold.</summary>
/// <remarks>It is thrown when the binding is made, once per runtime, and never while values are read.</remarks>
public sealed class ScaleBindException : Exception
{
    internal ScaleBindException(string message)
        : base(message)
    {
    }
}
