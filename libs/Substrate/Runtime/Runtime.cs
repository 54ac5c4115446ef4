using System.Text.Json;

namespace CoretimeDesk.Substrate;

/// <summary>
/// One version of one chain's runtime: everything that is decoded or encoded goes by its metadata. Blocks are decoded with the runtime that
/// executed them, which is the code at their parent. Making one is cheap: plans are made when first needed. Safe for any number of threads.
/// </summary>
public sealed class Runtime
{
    private readonly Lazy<EventCodec> _events;
    private readonly Lazy<ExtrinsicCodec> _extrinsics;
    private readonly Lazy<DispatchErrors> _errors;

    /// <summary>A runtime of that metadata.</summary>
    public Runtime(RuntimeMetadata metadata)
    {
        Metadata = metadata;
        Plans = new(metadata.Types, metadata.OuterEnums.Call);
        _events = new(() => new(this));
        _extrinsics = new(() => new(this));
        _errors = new(() => new(metadata));
    }

    /// <summary>What the runtime says of itself.</summary>
    public RuntimeMetadata Metadata { get; }

    /// <summary>Events of a block.</summary>
    /// <exception cref="KeyNotFoundException">The metadata has no System.Events.</exception>
    /// <exception cref="ScaleException">System.Events is something else than a list of event records.</exception>
    public EventCodec Events => _events.Value;

    /// <summary>Calls and extrinsics.</summary>
    /// <exception cref="ScaleException">The metadata's type of calls is no enum of pallets.</exception>
    public ExtrinsicCodec Extrinsics => _extrinsics.Value;

    /// <summary>Errors by name.</summary>
    public DispatchErrors Errors => _errors.Value;

    /// <summary>The network prefix of addresses that the runtime states; 42, the generic one, when it states none.</summary>
    public ushort Ss58Prefix => TryConstant("System", "SS58Prefix", out var prefix) ? checked((ushort)prefix.AsUInt32()) : (ushort)42;

    /// <summary>Name and version of the runtime; null when it does not state them.</summary>
    public RuntimeIdentity? Identity => TryConstant("System", "Version", out var version)
        ? new(version["spec_name"].AsText(), version["spec_version"].AsUInt32(), version["transaction_version"].AsUInt32())
        : null;

    internal PlanBook Plans { get; }

    /// <summary>Parses metadata; see <see cref="RuntimeMetadata.Parse"/>.</summary>
    /// <exception cref="ScaleException">The bytes are no metadata, of another version, or damaged.</exception>
    public static Runtime Parse(byte[] metadata) => new(RuntimeMetadata.Parse(metadata));

    /// <summary>A value or map in storage.</summary>
    /// <exception cref="KeyNotFoundException">The runtime has no such pallet or entry.</exception>
    /// <exception cref="ScaleException">The metadata contradicts itself: the key has not as many parts as hashers.</exception>
    public StorageItem Storage(string pallet, string entry)
    {
        var owner = Pallet(pallet);
        return owner.Storage.FirstOrDefault(s => s.Name == entry) is { } found
            ? new(this, owner, found)
            : throw new KeyNotFoundException($"Pallet '{pallet}' stores no '{entry}'; it stores {Names(owner.Storage.Select(s => s.Name))}.");
    }

    /// <summary>The value of a constant.</summary>
    /// <exception cref="KeyNotFoundException">The runtime has no such pallet or constant.</exception>
    public ScaleValue Constant(string pallet, string name)
    {
        var owner = Pallet(pallet);
        return owner.Constants.FirstOrDefault(c => c.Name == name) is { } found
            ? Decode(found.Type, found.Value)
            : throw new KeyNotFoundException($"Pallet '{pallet}' has no constant '{name}'; it has {Names(owner.Constants.Select(c => c.Name))}.");
    }

    /// <summary>A method of a runtime API.</summary>
    /// <exception cref="KeyNotFoundException">The runtime has no such API or method; V14 metadata lists none.</exception>
    public ApiMethod Api(string api, string method)
    {
        var owner = Metadata.Apis.FirstOrDefault(a => a.Name == api)
            ?? throw new KeyNotFoundException($"There is no runtime API '{api}'; there are {Names(Metadata.Apis.Select(a => a.Name))}.");
        return owner.Methods.FirstOrDefault(m => m.Name == method) is { } found
            ? new(this, owner, found)
            : throw new KeyNotFoundException($"Runtime API '{api}' has no method '{method}'; it has {Names(owner.Methods.Select(m => m.Name))}.");
    }

    /// <summary>The pallet of that name.</summary>
    /// <exception cref="KeyNotFoundException">The runtime has none.</exception>
    public PalletMetadata Pallet(string name) => Metadata.Pallet(name)
        ?? throw new KeyNotFoundException($"There is no pallet '{name}'; there are {Names(Metadata.Pallets.Select(p => p.Name))}.");

    /// <summary>Decodes a value of a type, and refuses bytes that are left over.</summary>
    /// <param name="type">Type id.</param>
    /// <param name="bytes">The encoding; the value keeps it, so it must not change afterwards.</param>
    /// <exception cref="ScaleException">The bytes are no value of that type.</exception>
    public ScaleValue Decode(int type, ReadOnlyMemory<byte> bytes) => Decode(Plans.Of(type), bytes);

    /// <summary>Passes over a value of a type, without keeping anything.</summary>
    /// <returns>The bytes that it takes.</returns>
    /// <exception cref="ScaleException">The bytes do not begin with a value of that type.</exception>
    public int Skip(int type, ReadOnlySpan<byte> bytes)
    {
        var reader = new ScaleReader(bytes);
        var plan = Plans.Of(type);
        Charge(plan, ref reader);
        plan.Skip(ref reader);
        return reader.Position;
    }

    /// <summary>A compiled reader of values of a type into a .NET type; see <see cref="EventCodec.Bind{T}"/>. Make it once per runtime.</summary>
    /// <exception cref="ScaleBindException">The type has no such field, or one that the .NET type cannot hold.</exception>
    public Func<ScaleValue, T> Bind<T>(int type) => Binder.Bind<T>(Plans.Of(type), Metadata.Types.Describe(type));

    /// <summary>Encodes a value of a type from JSON; see <see cref="JsonForm"/>.</summary>
    /// <exception cref="ScaleEncodeException">The type cannot hold it.</exception>
    public byte[] Encode(int type, JsonElement json)
    {
        var writer = new ScaleWriter();
        JsonSource.Encode(() => Plans.Of(type).Encode(json, writer));
        return writer.ToArray();
    }

    internal static ScaleValue Decode(TypePlan plan, ReadOnlyMemory<byte> bytes)
    {
        var reader = new ScaleReader(bytes.Span);
        var value = Decode(plan, ref reader, new Input(bytes).Arena());
        reader.ExpectEnd();
        return value;
    }

    internal ScaleValue Decode(int type, ref ScaleReader reader, ValueArena arena) => Decode(Plans.Of(type), ref reader, arena);

    private static ScaleValue Decode(TypePlan plan, ref ScaleReader reader, ValueArena arena)
    {
        var value = default(ScaleValue);
        Charge(plan, ref reader);
        plan.Decode(ref reader, arena, ref value);
        return value;
    }

    private static void Charge(TypePlan plan, ref ScaleReader reader)
    {
        if (plan.IsDenseItem)
        {
            reader.Charge(plan.Slots);
        }
    }

    private static string Names(IEnumerable<string> names)
    {
        var all = names.ToList();
        return all.Count == 0 ? "none" : string.Join(", ", all);
    }

    private bool TryConstant(string pallet, string name, out ScaleValue value)
    {
        var found = Metadata.Pallet(pallet)?.Constants.FirstOrDefault(c => c.Name == name);
        value = found is null ? default : Decode(found.Type, found.Value);
        return found is not null;
    }
}

/// <summary>Which runtime it is.</summary>
/// <param name="SpecName">Name, such as <c>coretime-polkadot</c>.</param>
/// <param name="SpecVersion">Rises with every upgrade.</param>
/// <param name="TransactionVersion">Rises when calls change their indexes or arguments.</param>
public sealed record RuntimeIdentity(string SpecName, uint SpecVersion, uint TransactionVersion);
