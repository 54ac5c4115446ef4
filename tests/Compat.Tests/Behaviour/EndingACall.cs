using Grpc.Core;

namespace CoretimeDesk.Compat.Tests.Behaviour;

public sealed class EndingACall
{
    [Fact]
    public void Status_codes_have_the_numbers_of_the_protocol()
    {
        // https://grpc.github.io/grpc/core/md_doc_statuscodes.html
        const string table = """
            0 OK
            1 CANCELLED
            2 UNKNOWN
            3 INVALID_ARGUMENT
            4 DEADLINE_EXCEEDED
            5 NOT_FOUND
            6 ALREADY_EXISTS
            7 PERMISSION_DENIED
            8 RESOURCE_EXHAUSTED
            9 FAILED_PRECONDITION
            10 ABORTED
            11 OUT_OF_RANGE
            12 UNIMPLEMENTED
            13 INTERNAL
            14 UNAVAILABLE
            15 DATA_LOSS
            16 UNAUTHENTICATED
            """;
        var rows = table.Split('\n').Select(line => line.Split(' ')).ToList();

        Assert.Equal(rows.Count, Enum.GetValues<StatusCode>().Length);
        Assert.All(rows, row => Assert.Equal(
            row[1].Replace("_", "", StringComparison.Ordinal),
            ((StatusCode)int.Parse(row[0])).ToString(),
            ignoreCase: true));
    }

    [Fact]
    public void The_default_status_is_a_success_without_words()
    {
        Assert.Equal(Status.DefaultSuccess, default);
        Assert.Equal("", default(Status).Detail);
        Assert.Equal(StatusCode.Cancelled, Status.DefaultCancelled.StatusCode);
    }

    [Fact]
    public void Two_statuses_are_equal_when_code_words_and_cause_are()
    {
        var cause = new InvalidOperationException("x");

        Assert.Equal(new Status(StatusCode.NotFound, "no"), new Status(StatusCode.NotFound, "no"));
        Assert.True(new Status(StatusCode.NotFound, "no", cause) == new Status(StatusCode.NotFound, "no", cause));
        Assert.True(new Status(StatusCode.NotFound, "no") != new Status(StatusCode.NotFound, "yes"));
        Assert.NotEqual(new Status(StatusCode.NotFound, "no"), new Status(StatusCode.Aborted, "no"));
        Assert.NotEqual(new Status(StatusCode.NotFound, "no"), new Status(StatusCode.NotFound, "no", cause));
    }

    [Fact]
    public void A_status_shows_code_words_and_cause()
    {
        Assert.Equal("Status(StatusCode=\"NotFound\", Detail=\"no such lead\")", new Status(StatusCode.NotFound, "no such lead").ToString());
        Assert.Contains("System.TimeoutException: late", new Status(StatusCode.Unknown, "", new TimeoutException("late")).ToString());
    }

    [Fact]
    public void An_exception_carries_status_trailers_and_cause()
    {
        var cause = new TimeoutException("late");
        var status = new Status(StatusCode.Unavailable, "gone", cause);
        var trailers = new Metadata { { "key", "value" } };

        var exception = new RpcException(status, trailers);

        Assert.Equal(status, exception.Status);
        Assert.Equal(StatusCode.Unavailable, exception.StatusCode);
        Assert.Same(trailers, exception.Trailers);
        Assert.Same(cause, exception.InnerException);
        Assert.Equal(status.ToString(), exception.Message);
    }

    [Fact]
    public void An_exception_without_trailers_has_empty_ones_and_may_have_its_own_message()
    {
        var exception = new RpcException(new Status(StatusCode.Aborted, "detail"), "message");

        Assert.Same(Metadata.Empty, exception.Trailers);
        Assert.Equal("message", exception.Message);
        Assert.Throws<ArgumentNullException>(() => new RpcException(Status.DefaultCancelled, (Metadata)null!));
    }
}
