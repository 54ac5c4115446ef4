using Grpc.Core;

namespace CoretimeDesk.Compat.Tests.Behaviour;

public sealed class ReadingAndWritingMetadata
{
    [Fact]
    public void A_key_is_made_of_letters_digits_underscore_hyphen_and_dot_and_nothing_else()
    {
        foreach (var c in Enumerable.Range(0, 0x250).Select(i => (char)i))
        {
            var allowed = char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.';
            var thrown = Record.Exception(() => new Metadata.Entry($"a{c}b", "value"));
            Assert.True(allowed == (thrown is null), $"U+{(int)c:X4}: {thrown?.Message ?? "accepted"}");
            Assert.True(thrown is null or ArgumentException);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("two words")]
    [InlineData(":authority")]
    [InlineData("line\n")]
    [InlineData("line\r\ninjected: yes")]
    public void A_malformed_key_is_refused_by_name(string key) =>
        Assert.Contains($"'{key}'", Assert.Throws<ArgumentException>(nameof(key), () => new Metadata.Entry(key, "value")).Message);

    [Fact]
    public void Keys_are_lower_case_however_they_were_written()
    {
        Assert.Equal("x-request-id", new Metadata.Entry("X-Request-ID", "1").Key);
        Assert.Equal("trace-bin", new Metadata.Entry("Trace-BIN", [1]).Key);
    }

    [Fact]
    public void A_binary_key_needs_bytes_and_bytes_need_a_binary_key()
    {
        Assert.Throws<ArgumentException>("key", () => new Metadata.Entry("trace-bin", "text"));
        Assert.Throws<ArgumentException>("key", () => new Metadata.Entry("Trace-Bin", "text"));
        Assert.Throws<ArgumentException>("key", () => new Metadata.Entry("trace", [1]));
        Assert.Throws<ArgumentException>("key", () => new Metadata.Entry("trace-binary", [1]));
    }

    [Fact]
    public void Nothing_may_be_null()
    {
        Assert.Throws<ArgumentNullException>(() => new Metadata.Entry(null!, "text"));
        Assert.Throws<ArgumentNullException>(() => new Metadata.Entry("key", (string)null!));
        Assert.Throws<ArgumentNullException>(() => new Metadata.Entry("key-bin", (byte[])null!));
        Assert.Throws<ArgumentNullException>(() => new Metadata { (Metadata.Entry)null! });
        Assert.Throws<ArgumentNullException>(() => new Metadata().Get(null!));
    }

    [Fact]
    public void Bytes_are_copied_on_the_way_in_and_on_the_way_out()
    {
        byte[] bytes = [1, 2, 3];
        var entry = new Metadata.Entry("key-bin", bytes);
        bytes[0] = 9;
        entry.ValueBytes[1] = 9;

        Assert.Equal([1, 2, 3], entry.ValueBytes);
        Assert.True(entry.IsBinary);
    }

    [Fact]
    public void A_text_entry_has_ascii_bytes_and_a_binary_entry_has_no_text()
    {
        Assert.Equal("text"u8.ToArray(), new Metadata.Entry("key", "text").ValueBytes);
        Assert.Throws<InvalidOperationException>(() => new Metadata.Entry("key-bin", [1]).Value);
        Assert.Throws<InvalidOperationException>(() => new Metadata { { "key-bin", [1] } }.GetValue("key-bin"));
    }

    [Fact]
    public void The_last_entry_of_a_key_wins_and_all_are_kept_in_order()
    {
        var metadata = new Metadata { { "key", "first" }, { "other", "x" }, { "KEY", "second" } };

        Assert.Equal("second", metadata.GetValue("Key"));
        Assert.Equal(["first", "second"], metadata.GetAll("kEy").Select(e => e.Value));
        Assert.Equal("second", metadata.Get("key")?.Value);
        Assert.Equal("x"u8.ToArray(), metadata.GetValueBytes("other"));
    }

    [Fact]
    public void A_missing_key_gives_null_and_no_entries()
    {
        var metadata = new Metadata { { "key", "value" } };

        Assert.Null(metadata.Get("missing"));
        Assert.Null(metadata.GetValue("missing"));
        Assert.Null(metadata.GetValueBytes("missing"));
        Assert.Empty(metadata.GetAll("missing"));
    }

    [Fact]
    public void It_is_a_list()
    {
        Metadata.Entry a = new("a", "1"), b = new("b", "2"), c = new("c", "3");
        var metadata = new Metadata { a, c };
        metadata.Insert(1, b);

        Assert.Equal([a, b, c], metadata);
        Assert.Equal(1, metadata.IndexOf(b));
        Assert.True(metadata.Remove(b));
        Assert.DoesNotContain(b, metadata);
        metadata[0] = b;
        metadata.RemoveAt(1);
        Metadata.Entry[] copy = [a, a];
        metadata.CopyTo(copy, 1);
        Assert.Equal([a, b], copy);
        metadata.Clear();
        Assert.Empty(metadata);
        Assert.False(metadata.IsReadOnly);
    }

    [Fact]
    public void The_empty_metadata_cannot_be_changed_by_anybody()
    {
        var entry = new Metadata.Entry("key", "value");
        var empty = Metadata.Empty;

        Assert.True(empty.IsReadOnly);
        Assert.All<Action>(
            [
                () => empty.Add(entry), () => empty.Add("a", "b"), () => empty.Add("a-bin", [1]), () => empty.Insert(0, entry),
                () => empty.Remove(entry), () => empty.RemoveAt(0), () => empty.Clear(), () => empty[0] = entry,
            ],
            change => Assert.Throws<InvalidOperationException>(change));
        Assert.Empty(empty);
    }

    [Fact]
    public void An_entry_shows_key_and_value()
    {
        Assert.Equal("[Entry: key=key, value=text]", new Metadata.Entry("key", "text").ToString());
        Assert.Equal("[Entry: key=key-bin, valueBytes=AQI=]", new Metadata.Entry("key-bin", [1, 2]).ToString());
    }
}
