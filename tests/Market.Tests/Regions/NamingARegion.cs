namespace CoretimeDesk.Market.Tests.Regions;

public sealed class NamingARegion
{
    [Theory]
    [InlineData("coretime-regions", "Regions", 1)]
    [InlineData("coretime-contributions", "Regions", 1)]
    [InlineData("coretime-contributions", "InstaPoolContribution", 1)]
    public void Encodes_the_keys_that_the_chain_stores(string file, string item, int count)
    {
        var entries = Recorded.Entries(file, item).ToList();
        Assert.Equal(count, entries.Count);
        foreach (var entry in entries)
        {
            // Prefix of 32 bytes, hash of 16, then the key itself: 16 bytes, and two digits for each.
            var id = Recorded.RegionId(entry.GetProperty("args")[0]);
            Assert.Equal(entry.GetProperty("key").GetString()![^32..], id.ToString()[2..]);
            Assert.Equal(id, RegionId.Parse(id.ToString()));
        }
    }

    [Fact]
    public void Encodes_little_endian_and_names_the_item_big_endian()
    {
        var id = new RegionId(new(0x01020304), 0x0506, CoreMask.Parse("0x0708090a0b0c0d0e0f10"));
        Assert.Equal("0x04030201" + "0605" + "0708090a0b0c0d0e0f10", id.ToString());
        Assert.Equal(new UInt128(0x0102030405060708, 0x090a0b0c0d0e0f10), id.ItemId);
    }

    [Fact]
    public void Reads_what_it_writes() => Seeded.Run(300, random =>
    {
        var id = new RegionId(new(random.UInt32()), (ushort)random.Next(65_536), random.Mask());
        Assert.Equal(id, RegionId.FromBytes(id.ToArray()));
        Assert.Equal(id, RegionId.FromItemId(id.ItemId));
        Assert.Equal(id, RegionId.Parse(id.ToString()));
        var any = random.UInt128();
        Assert.Equal(any, RegionId.FromItemId(any).ItemId);
    });

    [Theory]
    [InlineData("")]
    [InlineData("0x88cc05000400ffffffffffffffffffff00")]
    [InlineData("0x88cc05000400fffffffffffffffffff")]
    [InlineData("0x88cc05000400fffffffffffffffffffx")]
    [InlineData("88cc05000400ffffffffffffffffffff")]
    public void Refuses_text_that_names_none(string text)
    {
        Assert.False(RegionId.TryParse(text, null, out var id));
        Assert.Equal(default, id);
        Assert.Throws<FormatException>(() => RegionId.Parse(text));
    }

    [Fact]
    public void Refuses_bytes_of_another_length()
    {
        Assert.Throws<ArgumentException>(() => RegionId.FromBytes(new byte[15]));
        Assert.Throws<ArgumentException>(() => RegionId.FromBytes(new byte[17]));
        Assert.Throws<ArgumentException>(() => default(RegionId).CopyTo(new byte[15]));
    }
}
