namespace CoretimeDesk.Substrate;

/// <summary>Which events of one runtime are wanted. All others are passed over without being decoded.</summary>
public sealed class EventFilter
{
    private readonly bool[] _wanted;

    internal EventFilter(EventCodec codec, bool[] wanted) => (Codec, _wanted) = (codec, wanted);

    internal EventCodec Codec { get; }

    internal bool Wants(EventShape shape) => _wanted[shape.Ordinal];
}
