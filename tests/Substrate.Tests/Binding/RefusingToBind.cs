using CoretimeDesk.Substrate.Tests.Chain;
using CoretimeDesk.Substrate.Tests.Metadata;

namespace CoretimeDesk.Substrate.Tests.Binding;

public sealed class RefusingToBind
{
    private static readonly Runtime Coretime = ChainFixture.RuntimeOf("metadata/paseo-coretime-2000006.v14.scale.gz");

    private enum Colour
    {
        Red,
        Green,
    }

    [Fact]
    public void Narrows_no_integer()
    {
        Refused<PriceAs<ulong>>("Broker.Purchased.price", "u128", "UInt64");
        Refused<PriceAs<uint>>("Broker.Purchased.price", "u128", "UInt32");
        Refused<PriceAs<Int128>>("Broker.Purchased.price", "u128", "Int128"); // One bit is missing.
        Refused<DurationAs<ushort>>("Broker.Purchased.duration", "u32", "UInt16");
        Refused<DurationAs<int>>("Broker.Purchased.duration", "u32", "Int32");
        Accepted<DurationAs<uint>>();
        Accepted<DurationAs<ulong>>();
        Accepted<DurationAs<long>>();
        Accepted<DurationAs<UInt128>>();
        Accepted<DurationAs<Int128>>();
        Accepted<DurationAs<ScaleValue>>();
    }

    [Fact]
    public void Takes_no_other_kind_for_it()
    {
        Refused<PriceAs<string>>("Broker.Purchased.price", "u128", "String");
        Refused<PriceAs<bool>>("Broker.Purchased.price", "u128", "Boolean");
        Refused<PriceAs<byte[]>>("Broker.Purchased.price", "u128", "Byte[]");
        Refused<PriceAs<double>>("Broker.Purchased.price", "u128", "Double");
        Refused<DurationAs<RegionId>>("Broker.Purchased.duration", "u32", "RegionId");
        Refused<WhoAs<string>>("Broker.Purchased.who", "AccountId32", "String");
        Refused<WhoAs<uint>>("Broker.Purchased.who", "AccountId32", "UInt32");
        Refused<WhoAs<AccountId20>>("Broker.Purchased.who", "AccountId32", "AccountId20");
        Accepted<WhoAs<H256>>();
        Accepted<WhoAs<byte[]>>();
    }

    [Fact]
    public void Says_which_field_is_missing_and_which_there_are()
    {
        var e = Assert.Throws<ScaleBindException>(() => Coretime.Events.Bind<Misnamed>("Broker", "Purchased"));
        Assert.Contains("'paid'", e.Message, StringComparison.Ordinal);
        Assert.Contains("Misnamed", e.Message, StringComparison.Ordinal);
        Assert.Contains("who, region_id, price, duration", e.Message, StringComparison.Ordinal);
        var inner = Assert.Throws<ScaleBindException>(() => Coretime.Events.Bind<WithRegion<Misplaced>>("Broker", "Purchased"));
        Assert.Contains("Broker.Purchased.region_id has no field 'end'", inner.Message, StringComparison.Ordinal);
        Assert.Throws<ScaleBindException>(() => Coretime.Events.Bind<Empty>("Broker", "Purchased"));
    }

    [Fact]
    public void Wants_a_place_for_none()
    {
        var e = Assert.Throws<ScaleBindException>(() => Coretime.Events.Bind<OwnerAs<AccountId32>>("Broker", "Transferred"));
        Assert.Contains("Broker.Transferred.owner", e.Message, StringComparison.Ordinal);
        Assert.Contains("nullable", e.Message, StringComparison.Ordinal);
        Assert.Throws<ScaleBindException>(() => Coretime.Events.Bind<OwnerAs<uint?>>("Broker", "Transferred"));
        Assert.NotNull(Coretime.Events.Bind<OwnerAs<AccountId32?>>("Broker", "Transferred"));
        Assert.NotNull(Coretime.Events.Bind<OwnerAs<byte[]>>("Broker", "Transferred"));
    }

    [Fact]
    public void Names_the_place_within_a_list()
    {
        var e = Assert.Throws<ScaleBindException>(() => Coretime.Events.Bind<WorkloadAs<IReadOnlyList<MaskOnly<uint>>>>("Broker", "Renewed"));
        Assert.Contains("Broker.Renewed.workload[].mask", e.Message, StringComparison.Ordinal);
        Assert.Throws<ScaleBindException>(() => Coretime.Events.Bind<WorkloadAs<uint>>("Broker", "Renewed"));
        Assert.NotNull(Coretime.Events.Bind<WorkloadAs<MaskOnly<byte[]>[]>>("Broker", "Renewed"));
    }

    [Fact]
    public void Lets_fields_come_and_go_and_change_places()
    {
        var (old, later) = (new MetadataBlob(), new MetadataBlob());
        var first = old.Struct("Event", ("a", old.U8), ("b", old.U32));
        var second = later.Struct("Event", ("b", later.U8), ("new", later.Vec(later.U8)), ("a", later.Primitive(Primitive.U16)));
        var (before, after) = (old.Runtime().Bind<Pair>(first), later.Runtime().Bind<Pair>(second));
        Assert.Equal(new Pair(1, 2), before(old.Runtime().Decode(first, new byte[] { 1, 2, 0, 0, 0 })));
        Assert.Equal(new Pair(0x0304, 2), after(later.Runtime().Decode(second, new byte[] { 2, 4, 9, 4, 3 })));
    }

    [Fact]
    public void Reads_fields_without_names_by_position()
    {
        var blob = new MetadataBlob();
        var type = blob.Tuple(blob.U8, blob.U32);
        var runtime = blob.Runtime();
        Assert.Equal(new Pair(1, 2), runtime.Bind<Pair>(type)(runtime.Decode(type, new byte[] { 1, 2, 0, 0, 0 })));
        var e = Assert.Throws<ScaleBindException>(() => runtime.Bind<Triple>(type));
        Assert.Contains("2 fields without names", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Reads_enums_by_the_names_of_their_variants()
    {
        var blob = new MetadataBlob();
        var colours = blob.Enum("Colour", new("Green", 7), new("Red", 9));
        var more = blob.Enum("Colours", new("Green", 7), new("Blue", 8));
        var loaded = blob.Enum("Loaded", new("Green", 1, (null, blob.U8)), new VariantSpec("Red", 2));
        var runtime = blob.Runtime();
        Assert.Equal(Colour.Green, runtime.Bind<Colour>(colours)(runtime.Decode(colours, new byte[] { 7 })));
        Assert.Equal(Colour.Red, runtime.Bind<Colour>(colours)(runtime.Decode(colours, new byte[] { 9 })));
        Assert.Equal("Blue", runtime.Bind<string>(more)(runtime.Decode(more, new byte[] { 8 })));
        Assert.Equal(Colour.Green, runtime.Bind<Colour>(loaded)(runtime.Decode(loaded, new byte[] { 1, 5 }))); // The payload is not asked for.
        var e = Assert.Throws<ScaleBindException>(() => runtime.Bind<Colour>(more));
        Assert.Contains("'Blue'", e.Message, StringComparison.Ordinal);
        Assert.Contains("Colour", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Reads_signed_integers_and_lists_of_lists()
    {
        var blob = new MetadataBlob();
        var signed = blob.Struct("Signed", ("a", blob.Primitive(Primitive.I8)), ("b", blob.Primitive(Primitive.I64)));
        var lists = blob.Vec(blob.Vec(blob.U32));
        var runtime = blob.Runtime();
        Assert.Equal(new SignedPair(-1, -2), runtime.Bind<SignedPair>(signed)(runtime.Decode(signed, Hex.Decode("fffeffffffffffffff"))));
        Assert.Throws<ScaleBindException>(() => runtime.Bind<Pair>(signed)); // A negative number has no place in it.
        var read = runtime.Bind<IReadOnlyList<uint[]>>(lists)(runtime.Decode(lists, Hex.Decode("0800040a000000")));
        Assert.Equal([[], [10u]], read);
    }

    [Fact]
    public void Gives_up_on_a_record_that_contains_itself_as_the_chains_type_does()
    {
        var blob = new MetadataBlob();
        var node = blob.Struct("Node");
        blob.Set(node, w => MetadataBlob.WriteFields(w, 0, [("children", blob.Vec(node))]), ["test", "Node"]);
        Assert.Throws<ScaleBindException>(() => blob.Runtime().Bind<Node>(node));
    }

    private static void Refused<T>(params string[] named)
    {
        var e = Assert.Throws<ScaleBindException>(() => Coretime.Events.Bind<T>("Broker", "Purchased"));
        Assert.All(named, text => Assert.Contains(text, e.Message, StringComparison.Ordinal));
    }

    private static void Accepted<T>() => Assert.NotNull(Coretime.Events.Bind<T>("Broker", "Purchased"));

    internal sealed record PriceAs<T>(T Price);

    internal sealed record DurationAs<T>(T Duration);

    internal sealed record WhoAs<T>(T Who);

    internal sealed record OwnerAs<T>(T Owner);

    internal sealed record WorkloadAs<T>(T Workload);

    internal sealed record MaskOnly<T>(T Mask);

    internal sealed record WithRegion<T>(T RegionId);

    internal sealed record Misnamed(AccountId32 Who, UInt128 Paid);

    internal sealed record Misplaced(uint Begin, uint End);

    internal sealed record Empty;

    internal sealed record Pair(ushort A, uint B);

    internal sealed record Triple(ushort A, uint B, uint C);

    internal sealed record SignedPair(short A, long B);

    internal sealed record Node(IReadOnlyList<Node> Children);
}
