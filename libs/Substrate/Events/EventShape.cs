namespace CoretimeDesk.Substrate;

/// <summary>An event as a runtime declares it.</summary>
public sealed class EventShape
{
    private readonly VariantPlan _events;
    private FieldsPlan? _plan;

    internal EventShape(PalletMetadata pallet, VariantPlan events, VariantDefinition definition, int ordinal) =>
        (Pallet, PalletIndex, _events, Definition, Ordinal) = (pallet.Name, pallet.Index, events, definition, ordinal);

    /// <summary>Name of the pallet.</summary>
    public string Pallet { get; }

    /// <summary>Index of the pallet in this runtime.</summary>
    public byte PalletIndex { get; }

    /// <summary>Name of the event.</summary>
    public string Name => Definition.Name;

    /// <summary>Index of the event in this runtime.</summary>
    public byte Index => Definition.Index;

    /// <summary>Its fields and documentation.</summary>
    public VariantDefinition Definition { get; }

    /// <summary>Its number among all events of the runtime, from 0.</summary>
    internal int Ordinal { get; }

    internal FieldsPlan Plan => _plan ??= _events.Shape(Definition.Index).Fields;

    /// <summary><c>Pallet.Event</c></summary>
    public override string ToString() => $"{Pallet}.{Name}";
}
