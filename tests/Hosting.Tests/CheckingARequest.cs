using CoretimeDesk.Rehearsal.V1;
using Grpc.Core;

namespace CoretimeDesk.Hosting.Tests;

public sealed class CheckingARequest
{
    private static readonly OrderRequest Good = new()
    {
        RequestId = "018f2c3e-7b1a-7c55-9c21-3f0c6a4be001", Name = "Acme", Segment = Segment.Startup, PageSize = 10, MainLine = new() { Sku = "core" },
    };

    [Fact]
    public async Task Everything_wrong_is_said_at_once_with_the_names_of_the_proto_file()
    {
        await using var host = await RehearsalHost.StartAsync();
        var request = new OrderRequest { RequestId = "7", Name = new string('x', 21), Segment = (Segment)9, PageSize = 501, Lines = { new Line(), new Line(), new Line() } };

        var failure = await Calls.FailureOf(host.Client.OrderAsync(request, host.As(Role.Rep)));

        Assert.Equal(StatusCode.InvalidArgument, failure.StatusCode);
        Assert.Equal("INVALID_FIELDS", Refusals.ReasonOf(failure));
        Assert.Equal(
            """
            request_id: is not a UUID such as 018f2c3e-7b1a-7c55-9c21-3f0c6a4be001.
            name: is 21 characters long; at most 20 are allowed.
            segment: has the unknown value 9; one of SEGMENT_STARTUP, SEGMENT_ENTERPRISE.
            page_size: is 501; 1 to 500 is allowed.
            main_line: is missing.
            lines: has 3 entries; 0 to 2 are allowed.
            """,
            Told(Refusals.RefusalOf(failure)!));
    }

    [Fact]
    public async Task An_empty_request_names_every_missing_field()
    {
        await using var host = await RehearsalHost.StartAsync();

        var failure = await Calls.FailureOf(host.Client.OrderAsync(new OrderRequest(), host.As(Role.Rep)));

        Assert.Equal(
            """
            request_id: is missing; a UUID is needed.
            name: is missing.
            segment: is missing; one of SEGMENT_STARTUP, SEGMENT_ENTERPRISE.
            page_size: is 0; 1 to 500 is allowed.
            main_line: is missing.
            """,
            Told(Refusals.RefusalOf(failure)!));
    }

    [Theory]
    [InlineData("018f2c3e-7b1a-7c55-9c21-3f0c6a4be001", true)]
    [InlineData("018F2C3E-7B1A-7C55-9C21-3F0C6A4BE001", true)]
    [InlineData("{018f2c3e-7b1a-7c55-9c21-3f0c6a4be001}", false)]
    [InlineData("018f2c3e7b1a7c559c213f0c6a4be001", false)]
    [InlineData("00000000-0000-0000-0000-000000000000", false)]
    [InlineData(" 018f2c3e-7b1a-7c55-9c21-3f0c6a4be001", false)]
    public void A_uuid_has_one_form(string text, bool accepted) =>
        Assert.Equal(accepted, Check.That(Good).Uuid("request_id", text).Violations.Count == 0);

    [Fact]
    public void An_optional_uuid_may_be_empty_but_not_wrong()
    {
        Assert.Empty(Check.That(Good).OptionalUuid("request_id", "", out var none).Violations);
        Assert.Null(none);
        Assert.Empty(Check.That(Good).OptionalUuid("request_id", Good.RequestId, out var some).Violations);
        Assert.Equal(Guid.Parse(Good.RequestId), some);
        Assert.Single(Check.That(Good).OptionalUuid("request_id", "x", out _).Violations);
    }

    [Theory]
    [InlineData("a\0b")]
    [InlineData("a\u0007")]
    [InlineData("\u009b31m")]
    public void Control_characters_are_refused(string text) =>
        Assert.Single(Check.That(Good).Text("name", text, 20).Violations);

    [Fact]
    public void An_optional_enum_may_be_unset_but_not_unknown()
    {
        Assert.Empty(Check.That(Good).OptionalEnum("segment", Segment.Unspecified).Violations);
        Assert.Single(Check.That(Good).OptionalEnum("segment", (Segment)(-1)).Violations);
    }

    [Theory]
    [InlineData("nmae")]
    [InlineData("main_line.colour")]
    [InlineData("name.length")]
    [InlineData("")]
    public void A_field_that_the_message_does_not_have_is_a_fault_of_the_service(string field) =>
        Assert.Throws<ArgumentException>(() => Check.That(Good).NotEmpty(field, "x"));

    [Fact]
    public void Entries_of_lists_have_an_index() =>
        Assert.Equal("lines[2].sku", Check.That(Good).NotEmpty("lines[2].sku", "").Violations.Single().Field);

    private static string Told(Refusal refusal) => string.Join('\n', refusal.Fields.Select(f => $"{f.Field}: {f.Description}"));
}
