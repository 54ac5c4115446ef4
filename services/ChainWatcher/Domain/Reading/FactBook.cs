using CoretimeDesk.Substrate;

namespace CoretimeDesk.ChainWatcher;

/// <summary>
/// Which events of one runtime are facts, and how they are read. An event is declared by name and by the fields that its fact needs; whether the runtime has
/// them is found out here, once, when the event first comes. A runtime without the event leaves it out; where it has other fields, the event is refused.
/// </summary>
public sealed class FactBook
{
    // Readers are compiled, which takes milliseconds each, and most events come rarely. Null stands for an event that is known and no fact.
    private readonly Dictionary<EventShape, Lazy<Reading>?> _entries = [];
    private readonly HashSet<string> _pallets = [];

    internal FactBook(Runtime runtime) => Runtime = runtime;

    /// <summary>The runtime.</summary>
    public Runtime Runtime { get; }

    /// <summary>An event and the record that its fields are read into.</summary>
    /// <param name="pallet">Name of the pallet.</param>
    /// <param name="name">Name of the event.</param>
    /// <param name="fact">The fact that it is; null for none.</param>
    public void On<TWire>(string pallet, string name, Func<TWire, FactContext, ChainFact?> fact) => Declare(pallet, name, shape => Bind(shape, fact));

    /// <summary>An event that had other fields in older runtimes. The first record that the runtime's event fits is used.</summary>
    /// <param name="pallet">Name of the pallet.</param>
    /// <param name="name">Name of the event.</param>
    /// <param name="fact">The fact, of today's fields.</param>
    /// <param name="older">The fact, of the fields of old.</param>
    public void On<TWire, TOlder>(string pallet, string name, Func<TWire, FactContext, ChainFact?> fact, Func<TOlder, FactContext, ChainFact?> older) =>
        Declare(pallet, name, shape => Bind(shape, fact) is var today && today.Misfit is null ? today : Bind(shape, older) is { Misfit: null } old ? old : today);

    /// <summary>An event whose fields do not matter.</summary>
    public void On(string pallet, string name, Func<FactContext, ChainFact?> fact) => Declare(pallet, name, _ => new((_, context) => fact(context), null));

    /// <summary>Events that are known and no facts.</summary>
    public void Ignore(string pallet, params string[] names)
    {
        foreach (var name in names)
        {
            Declare(pallet, name, null);
        }
    }

    /// <summary>All events of a pallet that are not declared otherwise. Call it last.</summary>
    public void Rest(string pallet, Func<EventRecord, FactContext, ChainFact> fact)
    {
        foreach (var shape in Runtime.Events.All.Where(e => e.Pallet == pallet))
        {
            _entries.TryAdd(shape, new(() => new(fact, null)));
        }
    }

    internal bool Has(string pallet) => _pallets.Contains(pallet);

    internal bool Wants(EventShape shape) => _entries.TryGetValue(shape, out var reading) && reading is not null;

    /// <summary>Why an event cannot be read; null when it can, or is none of these.</summary>
    internal ScaleBindException? MisfitOf(EventShape shape) => _entries.GetValueOrDefault(shape)?.Value.Misfit;

    /// <summary>Refuses an event whose fields have changed.</summary>
    internal void ThrowIfUnfit(BlockRef block, in EventRecord record)
    {
        if (MisfitOf(record.Event) is { } misfit)
        {
            throw new FactException(FactFault.UnknownShape, block, misfit.Message, record, misfit);
        }
    }

    internal ChainFact? Read(in EventRecord record, FactContext context)
    {
        ThrowIfUnfit(context.Origin.Block, record);
        try
        {
            return _entries[record.Event]!.Value.Read!(record, context);
        }
        catch (Wire.UnknownUseException e)
        {
            throw new FactException(FactFault.UnknownShape, context.Origin.Block, e.Message, record, e);
        }
    }

    private void Declare(string pallet, string name, Func<EventShape, Reading>? reading)
    {
        if (Runtime.Events.Find(pallet, name) is { } shape)
        {
            _entries.Add(shape, reading is null ? null : new(() => reading(shape)));
            _pallets.Add(pallet);
        }
    }

    private Reading Bind<TWire>(EventShape shape, Func<TWire, FactContext, ChainFact?> fact)
    {
        try
        {
            var read = Runtime.Events.Bind<TWire>(shape.Pallet, shape.Name);
            return new((record, context) => fact(read(record), context), null);
        }
        catch (ScaleBindException misfit)
        {
            return new(null, misfit);
        }
    }

    private sealed record Reading(Func<EventRecord, FactContext, ChainFact?>? Read, ScaleBindException? Misfit);
}
