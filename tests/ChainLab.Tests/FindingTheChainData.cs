namespace CoretimeDesk.ChainLab.Tests;

public sealed class FindingTheChainData : IDisposable
{
    private readonly string _home = Directory.CreateTempSubdirectory("desk-data-").FullName;

    private string Repository => Path.Combine(_home, "repository");

    public void Dispose() => Directory.Delete(_home, recursive: true);

    [Fact]
    public void The_setting_wins_over_the_folder_beside_the_repository()
    {
        Make("shared/chain", "specs", "metadata", "fixtures");
        var set = Make("elsewhere", "specs", "metadata", "fixtures");

        var data = ChainData.Locate(set, Repository);

        Assert.Null(data.SkipReason);
        Assert.Equal((Path.Combine(set, "specs"), Path.Combine(set, "metadata"), Path.Combine(set, "fixtures")), (data.Specs, data.Metadata, data.Fixtures));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public void Without_a_setting_it_is_beside_the_repository(string? setting)
    {
        var beside = Make("shared/chain", "specs", "metadata", "fixtures");

        var data = ChainData.Locate(setting, Repository);

        Assert.Null(data.SkipReason);
        Assert.Equal(beside, data.Folder);
    }

    [Fact]
    public void A_clone_alone_skips_and_names_the_setting()
    {
        var data = ChainData.Locate(null, Repository);

        Assert.Contains("DESK_CHAIN_DATA", data.SkipReason, StringComparison.Ordinal);
        Assert.Equal(data.SkipReason, Assert.Throws<InvalidOperationException>(() => data.Specs).Message);
    }

    [Fact]
    public void Half_a_folder_beside_the_repository_counts_as_none_and_the_reason_says_what_it_lacks()
    {
        Make("shared/chain", "specs", "fixtures");

        Assert.Contains("has no folder 'metadata'", ChainData.Locate(null, Repository).SkipReason, StringComparison.Ordinal);
    }

    [Fact]
    public void Tests_moved_out_of_the_repository_skip_and_name_the_setting() =>
        Assert.Contains("DESK_CHAIN_DATA", ChainData.Locate(null, null).SkipReason, StringComparison.Ordinal);

    [Fact]
    public void A_setting_that_leads_nowhere_fails_even_where_the_folder_beside_would_do()
    {
        Make("shared/chain", "specs", "metadata", "fixtures");

        var absent = Assert.Throws<InvalidOperationException>(() => ChainData.Locate(Path.Combine(_home, "absent"), Repository));
        Assert.Contains("DESK_CHAIN_DATA", absent.Message, StringComparison.Ordinal);
        var half = Assert.Throws<InvalidOperationException>(() => ChainData.Locate(Make("half", "specs"), Repository));
        Assert.Contains("has no folder 'metadata'", half.Message, StringComparison.Ordinal);
    }

    private string Make(string folder, params string[] parts)
    {
        var root = Path.Combine([_home, .. folder.Split('/')]);
        Array.ForEach(parts, part => Directory.CreateDirectory(Path.Combine(root, part)));
        return root;
    }
}
