using System.Buffers;
using System.Text;
using Grpc.Core;

namespace CoretimeDesk.Compat.Tests.Behaviour;

public sealed class MarshallingMessages
{
    [Fact]
    public void Either_pair_of_functions_serves_both_ways_of_calling()
    {
        var overArrays = new Marshaller<string>(Encoding.UTF8.GetBytes, Encoding.UTF8.GetString);
        var overContexts = new Marshaller<string>(
            (text, context) =>
            {
                context.SetPayloadLength(Encoding.UTF8.GetByteCount(text));
                Encoding.UTF8.GetBytes(text, context.GetBufferWriter());
                context.Complete();
            },
            context => Encoding.UTF8.GetString(context.PayloadAsReadOnlySequence()));

        const int seed = 20260711;
        var random = new Random(seed);
        foreach (var length in Enumerable.Range(0, 64).Append(100_000))
        {
            var text = string.Concat(Enumerable.Range(0, length).Select(_ => (char)random.Next('!', 0x3000)));
            var bytes = Encoding.UTF8.GetBytes(text);
            foreach (var marshaller in new[] { overArrays, overContexts, Marshallers.StringMarshaller })
            {
                Assert.True(bytes.AsSpan().SequenceEqual(marshaller.Serializer(text)), $"seed {seed}, length {length}");
                Assert.Equal(text, marshaller.Deserializer(bytes));
                var context = new Context();
                marshaller.ContextualSerializer(text, context);
                Assert.True(bytes.AsSpan().SequenceEqual(context.Payload), $"seed {seed}, length {length}");
                Assert.Equal(text, marshaller.ContextualDeserializer(new Source(bytes)));
            }
        }
    }

    [Fact]
    public void A_serializer_that_hands_over_an_array_is_understood() =>
        Assert.Equal([7], Marshallers.Create<string>((_, context) => context.Complete([7]), _ => "").Serializer("x"));

    [Fact]
    public void A_serializer_that_forgets_to_complete_is_told() =>
        Assert.Contains("without completing", Assert.Throws<InvalidOperationException>(
            () => Marshallers.Create<string>((_, context) => context.GetBufferWriter(), _ => "").Serializer("x")).Message);

    [Fact]
    public void A_serializer_that_completes_twice_is_told() =>
        Assert.Contains("twice", Assert.Throws<InvalidOperationException>(() => Marshallers.Create<string>(
            (_, context) =>
            {
                context.Complete([1]);
                context.Complete();
            },
            _ => "").Serializer("x")).Message);

    [Fact]
    public void A_deserializer_may_keep_and_change_the_array_it_is_given()
    {
        byte[] wire = [1, 2, 3];
        byte[]? kept = null;
        Marshallers.Create((string _, SerializationContext context) => context.Complete(), context => Convert.ToHexString(kept = context.PayloadAsNewBuffer())).Deserializer(wire);
        kept![0] = 9;

        Assert.Equal([1, 2, 3], wire);
    }

    [Fact]
    public void Functions_may_not_be_missing()
    {
        Assert.Throws<ArgumentNullException>(() => new Marshaller<string>((Func<string, byte[]>)null!, Encoding.UTF8.GetString));
        Assert.Throws<ArgumentNullException>(() => new Marshaller<string>(Encoding.UTF8.GetBytes, (Func<byte[], string>)null!));
        Assert.Throws<ArgumentNullException>(() => new Marshaller<string>((Action<string, SerializationContext>)null!, (DeserializationContext _) => ""));
    }

    [Fact]
    public void A_context_that_implements_nothing_says_so()
    {
        var bare = new Bare();

        Assert.Throws<NotImplementedException>(() => bare.Complete([]));
        Assert.Throws<NotImplementedException>(bare.Complete);
        Assert.Throws<NotImplementedException>(bare.GetBufferWriter);
        bare.SetPayloadLength(1); // A hint, which may be ignored.
    }

    private sealed class Bare : SerializationContext;

    private sealed class Context : SerializationContext
    {
        private readonly ArrayBufferWriter<byte> _writer = new();

        public byte[]? Payload { get; private set; }

        public override void Complete(byte[] payload) => Payload = payload;

        public override IBufferWriter<byte> GetBufferWriter() => _writer;

        public override void Complete() => Payload = _writer.WrittenSpan.ToArray();
    }

    private sealed class Source(byte[] bytes) : DeserializationContext
    {
        public override int PayloadLength => bytes.Length;

        public override byte[] PayloadAsNewBuffer() => bytes;

        public override ReadOnlySequence<byte> PayloadAsReadOnlySequence() => new(bytes);
    }
}
