using Grpc.Core;

namespace CoretimeDesk.Compat.Tests.Behaviour;

public sealed class UsingStreams
{
    [Fact]
    public async Task All_messages_are_read_in_order()
    {
        var read = new List<string>();
        await foreach (var message in new Reader("a", "b", "c").ReadAllAsync())
        {
            read.Add(message);
        }

        Assert.Equal(["a", "b", "c"], read);
    }

    [Fact]
    public async Task The_token_reaches_the_stream_whichever_way_it_is_given()
    {
        using var source = new CancellationTokenSource();
        Reader direct = new("a"), later = new("a");
        await foreach (var _ in direct.ReadAllAsync(source.Token))
        {
        }

        await foreach (var _ in later.ReadAllAsync().WithCancellation(source.Token))
        {
        }

        Assert.All(direct.Tokens.Concat(later.Tokens), token => Assert.Equal(source.Token, token));
    }

    [Fact]
    public async Task A_cancelled_read_stops()
    {
        using var source = new CancellationTokenSource();
        var read = 0;
        await Assert.ThrowsAsync<OperationCanceledException>(async () =>
        {
            await foreach (var _ in new Reader("a", "b", "c").ReadAllAsync(source.Token))
            {
                read++;
                await source.CancelAsync();
            }
        });

        Assert.Equal(1, read);
    }

    [Fact]
    public void A_missing_stream_is_noticed_at_once() =>
        Assert.Throws<ArgumentNullException>(() => ((IAsyncStreamReader<string>)null!).ReadAllAsync());

    [Fact]
    public async Task Moving_on_without_a_token_cannot_be_cancelled()
    {
        var reader = new Reader("a");

        Assert.True(await reader.MoveNext());
        Assert.False(await reader.MoveNext());
        Assert.All(reader.Tokens, token => Assert.False(token.CanBeCanceled));
    }

    [Fact]
    public async Task A_writer_that_cannot_cancel_takes_a_token_that_cannot_be_cancelled_and_no_other()
    {
        var writer = new Writer();
        IAsyncStreamWriter<string> stream = writer;
        using var source = new CancellationTokenSource();

        await stream.WriteAsync("a", CancellationToken.None);
        await Assert.ThrowsAsync<NotSupportedException>(async () => await stream.WriteAsync("b", source.Token));

        Assert.Equal(["a"], writer.Written);
    }
}
