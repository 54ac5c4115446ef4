using Grpc.Core;

namespace CoretimeDesk.Compat.Tests.Behaviour;

public sealed class ChangingCallOptions
{
    private static readonly Metadata Headers = new() { { "a", "b" } };
    private static readonly DateTime Deadline = new(2030, 1, 2, 3, 4, 5, DateTimeKind.Utc);

    [Fact]
    public void Nothing_is_set_by_default()
    {
        var options = new CallOptions();

        Assert.Null(options.Headers);
        Assert.Null(options.Deadline);
        Assert.False(options.CancellationToken.CanBeCanceled);
        Assert.Null(options.WriteOptions);
        Assert.Null(options.PropagationToken);
        Assert.Null(options.Credentials);
        Assert.False(options.IsWaitForReady);
    }

    [Fact]
    public void The_constructor_sets_each_thing()
    {
        using var source = new CancellationTokenSource();
        var credentials = CallCredentials.FromInterceptor((_, _) => Task.CompletedTask);
        var options = new CallOptions(Headers, Deadline, source.Token, WriteOptions.Default, credentials: credentials);

        Assert.Same(Headers, options.Headers);
        Assert.Equal(Deadline, options.Deadline);
        Assert.Equal(source.Token, options.CancellationToken);
        Assert.Same(WriteOptions.Default, options.WriteOptions);
        Assert.Same(credentials, options.Credentials);
    }

    [Fact]
    public void Each_change_gives_a_copy_and_keeps_the_rest()
    {
        using var source = new CancellationTokenSource();
        var original = new CallOptions(Headers, Deadline);
        var write = new WriteOptions(WriteFlags.NoCompress);

        var changed = original
            .WithCancellationToken(source.Token)
            .WithWriteOptions(write)
            .WithWaitForReady()
            .WithDeadline(Deadline.AddDays(1))
            .WithHeaders(Metadata.Empty);

        Assert.Same(Headers, original.Headers);
        Assert.False(original.IsWaitForReady);
        Assert.Equal(Deadline, original.Deadline);
        Assert.Same(Metadata.Empty, changed.Headers);
        Assert.Equal(Deadline.AddDays(1), changed.Deadline);
        Assert.Equal(source.Token, changed.CancellationToken);
        Assert.Same(write, changed.WriteOptions);
        Assert.True(changed.IsWaitForReady);
        Assert.False(changed.WithWaitForReady(false).IsWaitForReady);
    }
}
