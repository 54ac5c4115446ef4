using System.Text;
using CoretimeDesk.Substrate.Rpc;
using CoretimeDesk.Substrate.Rpc.Wire;

namespace CoretimeDesk.Substrate.Tests.Rpc;

public sealed class QueueingAFrame
{
    private readonly OutgoingFrame _frame = OutgoingFrame.Single(new CallReply<string>("m", RpcDecode.Text) { Id = 7 }, new RpcParams().Add("a"));

    [Fact]
    public void It_is_one_request()
    {
        Assert.Equal("""{"jsonrpc":"2.0","id":7,"method":"m","params":["a"]}""", Encoding.UTF8.GetString(_frame.Claim(0)!));
        Assert.True(_frame.WasSent);
    }

    [Fact]
    public void What_was_taken_back_is_never_sent()
    {
        Assert.True(_frame.TryWithdraw());
        Assert.Null(_frame.Claim(0));
        Assert.False(_frame.WasSent);
    }

    [Fact]
    public void What_was_sent_cannot_be_taken_back()
    {
        Assert.NotNull(_frame.Claim(0));
        Assert.False(_frame.TryWithdraw());
        Assert.True(_frame.WasSent);
    }

    [Fact]
    public void Only_the_answers_that_are_still_owed_count_as_abandoned()
    {
        var table = new ReplyTable();
        Assert.True(table.TryAdd(_frame));
        Assert.NotNull(_frame.Claim(0));
        table.Abandon(_frame);

        var late = table.Take(7);
        Assert.True(late!.Value.Reply.IsAbandoned);
        Assert.Null(table.Take(7)); // A second answer is one too many.
        Assert.Empty(table.Close());
        Assert.False(table.TryAdd(_frame));
    }

    [Fact]
    public void A_server_that_never_answers_what_was_abandoned_is_given_up()
    {
        var table = new ReplyTable();
        for (var id = 1; id <= ReplyTable.AbandonedMax + 1; id++)
        {
            var frame = OutgoingFrame.Single(new CallReply<string>("m", RpcDecode.Text) { Id = id }, RpcParams.None);
            table.TryAdd(frame);
            frame.Claim(0);
            Assert.Equal(id <= ReplyTable.AbandonedMax, table.Abandon(frame));
        }
    }
}
