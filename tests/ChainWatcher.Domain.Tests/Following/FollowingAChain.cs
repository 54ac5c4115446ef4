namespace CoretimeDesk.ChainWatcher.Tests.Following;

public sealed class FollowingAChain
{
    private static StartPoint.After After(string block, params string[] recent) => new(FollowerTable.Block(block), [.. recent.Select(FollowerTable.Block)]);

    [Fact]
    public void Commits_block_after_block() => new FollowerTable(After("4")).Check("""
        head 5      => get 5
        block 5     => commit 5
        done 5      => -
        head 6      => get 6
        head 7      => get 7       // while 6 is under way
        block 7     => -           // waits for its turn
        block 6     => commit 6
        done 6      => commit 7
        done 7      => -
        """);

    [Fact]
    public void Begins_with_the_first_head_it_hears_of() => new FollowerTable(new StartPoint.AtHead()).Check("""
        head 90     => get 90
        block 90    => commit 90
        done 90     => -
        head 91     => get 91
        """);

    [Fact]
    public void Begins_at_a_height() => new FollowerTable(new StartPoint.At(5)).Check("""
        head 6      => ask 5
        header 5    => get 5, get 6
        block 5     => commit 5
        """);

    [Fact]
    public void Waits_for_the_height_to_begin_at() => new FollowerTable(new StartPoint.At(5)).Check("""
        head 3      => -
        head 4      => -
        head 5      => get 5
        """);

    [Fact]
    public void Begins_with_the_first_block_of_all() => new FollowerTable(new StartPoint.At(0)).Check("""
        head 1      => ask 0
        header 0    => get 0, get 1
        block 0     => commit 0
        done 0      => -
        """);

    [Fact]
    public void Fills_a_gap_by_the_parents_hash_where_a_child_tells_it_and_by_height_elsewhere() => new FollowerTable(After("4")).Check("""
        head 8      => at 5, at 6, ask 7
        header 7    => -           // 5 is still missing below
        header 5    => get 5
        header 6    => get 6, get 7, get 8
        """);

    [Fact]
    public void Asks_for_no_more_than_the_window() => new FollowerTable(After("4"), window: 2).Check("""
        head 9      => at 5, at 6
        header 5    => get 5
        header 6    => get 6
        block 6     => -
        block 5     => commit 5
        done 5      => at 7, commit 6
        header 7    => get 7
        done 6      => ask 8
        """);

    [Fact]
    public void Finishes_a_range() => new FollowerTable(new StartPoint.At(5), until: 6).Check("""
        head 9      => at 5, at 6
        header 5    => get 5
        header 6    => get 6
        block 5     => commit 5
        done 5      => -
        block 6     => commit 6
        done 6      => finished 6
        head 10     => -
        """);

    [Fact]
    public void Takes_what_it_has_heard_before_for_no_news() => new FollowerTable(After("4")).Check("""
        head 5      => get 5
        head 5      => -
        block 5     => commit 5
        head 5      => -
        block 5     => -           // fetched twice
        done 5      => -
        head 5      => -
        header 5    => -           // nobody asked
        head 6      => get 6
        header 6    => -
        """);

    [Fact]
    public void Bears_with_a_node_that_lags_behind_on_the_same_chain() => new FollowerTable(After("9", "7", "8")).Check("""
        head 7      => -
        head 7      => -
        head 8      => -
        head 9      => -
        head 10     => get 10
        """);

    [Fact]
    public void Waits_for_a_node_that_is_so_far_behind_that_nobody_knows_its_chain()
    {
        var state = new FollowerTable(After("9", "8")).Check("""
            head 3      => -
            head 5      => -
            """);
        Assert.Equal(5u, state.Lagging?.Number);
    }

    [Fact]
    public void Finds_out_at_its_last_commit_that_a_node_far_behind_is_on_another_chain() => new FollowerTable(After("9")).Check("""
        head 5b     => -           // nobody knows
        head 9b     => stop NotDescendant 9
        """);

    [Fact]
    public void Finds_it_out_too_when_the_node_skips_that_height() => new FollowerTable(After("9")).Check("""
        head 5b     => -
        head 12b    => at 10, ask 11b
        header 11b  => -
        header 10b  => stop NotDescendant 10
        """);

    [Fact]
    public void Asks_a_node_that_lags_behind_for_nothing() => new FollowerTable(After("9")).Check("""
        head 3      => -
        head 8      => -
        head 11     => ask 10
        """);

    [Theory]
    [InlineData("head 9 => -", "head 8 => stop FinalityWentBack 8")]
    [InlineData("head 12 => at 10, ask 11", "head 11 => stop FinalityWentBack 11")]
    [InlineData("head 12 => at 10, ask 11", "head 9 => stop FinalityWentBack 9")]
    [InlineData("head 6 => -", "head 5 => stop FinalityWentBack 5")]
    public void Stops_when_the_nodes_finality_goes_back(string before, string back) => new FollowerTable(After("9", "7", "8")).Check($"""
        {before}
        {back}
        head 13     => -
        """);

    [Fact]
    public void Stops_when_a_node_that_lags_behind_tells_two_blocks_of_a_height() => new FollowerTable(After("9")).Check("""
        head 4      => -
        head 4b     => stop NotDescendant 4
        """);

    [Fact]
    public void Stops_when_another_block_of_a_committed_height_is_final() => new FollowerTable(After("9", "8")).Check("""
        head 9b     => stop NotDescendant 9
        """);

    [Fact]
    public void Stops_when_a_new_node_lags_behind_on_another_chain() => new FollowerTable(After("9", "8")).Check("""
        head 8b     => stop NotDescendant 8
        """);

    [Fact]
    public void Stops_when_a_head_descends_from_another_block_of_the_committed_height() => new FollowerTable(After("4")).Check("""
        head 5b     => stop NotDescendant 5
        """);

    [Fact]
    public void Stops_where_a_filled_gap_does_not_reach_down_to_the_last_commit() => new FollowerTable(After("4")).Check("""
        head 7b     => at 5, ask 6b
        header 6b   => -
        header 5b   => stop NotDescendant 5
        """);

    [Fact]
    public void Stops_where_the_blocks_by_height_are_not_those_below_the_head() => new FollowerTable(After("4")).Check("""
        head 8b     => at 5, at 6, ask 7b
        header 5    => get 5
        header 6    => get 6
        header 7b   => stop NotDescendant 7
        block 5     => -
        """);

    [Fact]
    public void Stops_when_two_blocks_of_a_height_are_said_to_be_final() => new FollowerTable(After("4")).Check("""
        head 6      => ask 5
        head 6b     => stop NotDescendant 6
        """);

    [Fact]
    public void Stops_when_an_answer_comes_that_was_not_asked_for() => new FollowerTable(After("4")).Check("""
        head 6      => ask 5
        header 5b   => stop WrongAnswer 5
        """);

    [Fact]
    public void Stops_when_another_height_is_answered() => new FollowerTable(After("4")).Check("""
        head 7      => at 5, ask 6
        header 4 5  => stop WrongAnswer 5
        """);

    [Fact]
    public void Stops_when_another_block_is_delivered() => new FollowerTable(After("4")).Check("""
        head 5      => get 5
        block 5b    => stop WrongAnswer 5
        """);

    [Theory]
    [InlineData("missing 5", "HistoryMissing")]
    [InlineData("unreadable 5", "Unreadable")]
    [InlineData("disagree 5", "SourcesDisagree")]
    public void Stops_and_stays_stopped_when_it_is_told_of(string what, string reason)
    {
        var state = new FollowerTable(After("4")).Check($"""
            head 6      => ask 5
            header 5    => get 5, get 6
            {what}      => stop {reason} 5
            block 5     => -
            head 7      => -
            """);
        Assert.NotEmpty(state.Stopped!.Problem);
    }

    [Theory]
    [InlineData("missing 7", "HistoryMissing")]
    [InlineData("unreadable 7", "Unreadable")]
    [InlineData("disagree 7", "SourcesDisagree")]
    public void Commits_what_lies_before_a_block_that_it_cannot_get_past(string what, string reason) => new FollowerTable(After("4")).Check($"""
        head 8      => at 5, at 6, ask 7
        header 7    => -
        header 6    => -
        header 5    => get 5, get 6, get 7, get 8
        block 6     => -
        {what}      => -
        block 5     => commit 5
        head 9      => -
        done 5      => commit 6
        done 6      => stop {reason} 7
        block 8     => -
        """);

    [Fact]
    public void Stops_at_the_lowest_of_several_blocks_that_it_cannot_get_past() => new FollowerTable(After("4")).Check("""
        head 7      => at 5, ask 6
        header 6    => -
        header 5    => get 5, get 6, get 7
        missing 7   => -
        missing 6   => -
        disagree 7  => -
        block 5     => commit 5
        done 5      => stop HistoryMissing 6
        """);

    [Fact]
    public void Says_how_far_it_is_behind()
    {
        var table = new FollowerTable(After("4"));
        Assert.Equal(0u, FollowerState.Begin(After("4"), 4).Behind);
        Assert.Equal(6u, table.Check("head 10 => at 5, at 6, at 7, at 8").Behind);
    }

    [Fact]
    public void Is_not_behind_when_the_node_has_nothing_new()
    {
        var state = new FollowerTable(After("4")).Check("head 4 => -");
        Assert.Equal((4u, 0u), (state.Head!.Value.Number, state.Behind));
    }

    [Fact]
    public void Refuses_a_commit_out_of_turn()
    {
        var state = new FollowerTable(After("4")).Check("head 5 => get 5");
        Assert.Throws<InvalidOperationException>(() => Follower.Next(state, new FollowerInput.Committed(FollowerTable.Block("5"))));
    }

    [Fact]
    public void Refuses_a_range_that_ends_before_it_begins() => Assert.Throws<ArgumentOutOfRangeException>(() => FollowerState.Begin(new StartPoint.At(5), 4, until: 4));

    [Fact]
    public void Has_nothing_to_do_in_a_range_that_is_done() => Assert.True(FollowerState.Begin(After("4"), 4, until: 4).IsFinished);
}
