using System.Text.Json;

namespace CoretimeDesk.Substrate;

/// <summary>When in a block an event happened.</summary>
public enum EventPhase : byte
{
    /// <summary>While an extrinsic was applied; see <see cref="EventRecord.ExtrinsicIndex"/>.</summary>
    ApplyExtrinsic,

    /// <summary>At the end of the block, in a hook.</summary>
    Finalization,

    /// <summary>At the start of the block, in a hook: auto-renewals and messages of other chains come so.</summary>
    Initialization,
}

/// <summary>An event of a block. Source: frame_system's <c>EventRecord</c>.</summary>
public readonly struct EventRecord
{
    internal EventRecord(int index, EventPhase phase, uint extrinsic, EventShape shape, ScaleValue fields, H256[] topics) =>
        (Index, Phase, _extrinsic, Event, Fields, _topics) = (index, phase, extrinsic, shape, fields, topics);

    private readonly uint _extrinsic;
    private readonly H256[] _topics;

    /// <summary>Its position in the block, from 0.</summary>
    public int Index { get; }

    /// <summary>When it happened.</summary>
    public EventPhase Phase { get; }

    /// <summary>The extrinsic that was being applied; null in hooks.</summary>
    public uint? ExtrinsicIndex => Phase == EventPhase.ApplyExtrinsic ? _extrinsic : null;

    /// <summary>Which event it is.</summary>
    public EventShape Event { get; }

    /// <summary>Its fields.</summary>
    public ScaleValue Fields { get; }

    /// <summary>Topics for indexing; almost always none.</summary>
    public IReadOnlyList<H256> Topics => _topics;

    /// <summary>The field of that name.</summary>
    /// <exception cref="KeyNotFoundException">There is no such field.</exception>
    public ScaleValue this[string field] => Fields[field];

    /// <summary>True for that event of that pallet.</summary>
    public bool Is(string pallet, string name) => Event.Pallet == pallet && Event.Name == name;

    /// <summary>Writes <c>{i, phase, pallet, palletIndex, event, eventIndex, fields, topics}</c>, and <c>errors</c> where a module's error is inside.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="errors">Names of errors, of the same runtime.</param>
    /// <param name="form">How values are written.</param>
    public void WriteJson(Utf8JsonWriter writer, DispatchErrors errors, JsonForm? form = null)
    {
        writer.WriteStartObject();
        writer.WriteNumber("i", Index);
        if (ExtrinsicIndex is { } extrinsic)
        {
            writer.WriteStartObject("phase");
            writer.WriteNumber("ApplyExtrinsic", extrinsic);
            writer.WriteEndObject();
        }
        else
        {
            writer.WriteString("phase", Phase.ToString());
        }

        writer.WriteString("pallet", Event.Pallet);
        writer.WriteNumber("palletIndex", Event.PalletIndex);
        writer.WriteString("event", Event.Name);
        writer.WriteNumber("eventIndex", Event.Index);
        writer.WritePropertyName("fields");
        WriteFields(writer, form ?? JsonForm.Default);
        writer.WriteStartArray("topics");
        foreach (var topic in _topics)
        {
            writer.WriteStringValue(topic.ToString());
        }

        writer.WriteEndArray();
        var named = errors.In(Fields);
        if (named.Count > 0)
        {
            writer.WriteStartArray("errors");
            foreach (var error in named)
            {
                writer.WriteStringValue(error.ToString());
            }

            writer.WriteEndArray();
        }

        writer.WriteEndObject();
    }

    /// <summary>Fields without names are always an array, also when there is only one: that is how events are read elsewhere.</summary>
    private void WriteFields(Utf8JsonWriter writer, JsonForm form)
    {
        if (Fields.Kind == ScaleKind.Tuple && Fields.Count > 0)
        {
            writer.WriteStartArray();
            foreach (ref readonly var item in Fields.Items)
            {
                item.WriteJson(writer, form);
            }

            writer.WriteEndArray();
        }
        else if (Fields.Count == 0)
        {
            writer.WriteStartObject();
            writer.WriteEndObject();
        }
        else
        {
            Fields.WriteJson(writer, form);
        }
    }
}
