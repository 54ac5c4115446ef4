using CoretimeDesk.Desk.Output;
using CoretimeDesk.Desk.Postgres;
using CoretimeDesk.LocalPostgres;

namespace CoretimeDesk.Desk.Tests.Postgres;

public sealed class LookingForAPostgres
{
    private static readonly PostgresBinaries Found = new("/somewhere/bin", 17, "17.2");

    [Fact]
    public async Task A_server_of_ones_own_comes_first()
    {
        var machine = new Machine { Variables = { ["DESK_POSTGRES"] = "Host=db" }, Binaries = [Found], Docker = true };
        Assert.Equal(new PostgresSource.Existing("Host=db;Database=postgres"), await FindAsync(machine));
    }

    [Theory]
    [InlineData("Hst=db", "hst")]
    [InlineData("Username=me", "Host is missing")]
    [InlineData("nonsense", "Write it like")]
    public async Task A_server_that_is_named_wrongly_is_refused_with_the_place_to_mend(string text, string says)
    {
        var refused = await Assert.ThrowsAsync<PostgresUnavailableException>(() => FindAsync(new() { Variables = { ["DESK_POSTGRES"] = text } }));
        Assert.StartsWith("DESK_POSTGRES: ", refused.Message);
        Assert.Contains(says, refused.Message);
    }

    [Fact]
    public async Task Installed_programs_come_before_docker()
    {
        var source = Assert.IsType<PostgresSource.Installed>(await FindAsync(new() { Binaries = [Found], Docker = true }));
        Assert.Equal([Found], source.Binaries);
    }

    [Fact]
    public async Task Docker_comes_before_installing_anything()
    {
        var machine = new Machine { Docker = true, IsRoot = true, Programs = ["apt-get"] };
        Assert.IsType<PostgresSource.Docker>(await FindAsync(machine));
        Assert.Empty(machine.Ran);
    }

    [Fact]
    public async Task Root_installs_without_asking()
    {
        var machine = new Machine { IsRoot = true, Programs = ["apt-get"], BinariesAfterInstall = [Found] };
        Assert.IsType<PostgresSource.Installed>(await FindAsync(machine));
        Assert.Equal(["apt-get update -q", "apt-get install -y -q --no-install-recommends postgresql"], machine.Ran);
        Assert.Empty(machine.Asked);
    }

    [Fact]
    public async Task Others_are_asked_and_use_sudo()
    {
        var machine = new Machine { Programs = ["dnf", "sudo"], Answer = true, BinariesAfterInstall = [Found] };
        Assert.IsType<PostgresSource.Installed>(await FindAsync(machine));
        Assert.Contains("sudo dnf install", Assert.Single(machine.Asked));
        Assert.Equal(["sudo dnf install -y postgresql-server"], machine.Ran);
    }

    [Fact]
    public async Task A_no_ends_in_one_line_that_says_what_to_do()
    {
        var machine = new Machine { Programs = ["apt-get", "sudo"], Answer = false };
        var refused = await Assert.ThrowsAsync<DeskException>(() => FindAsync(machine));
        Assert.Empty(machine.Ran);
        Assert.Contains("sudo apt-get install", refused.Message);
        Assert.Contains("DESK_POSTGRES", refused.Message);
        Assert.DoesNotContain('\n', refused.Message);
    }

    [Fact]
    public async Task A_machine_without_any_way_is_told_so()
    {
        var refused = await Assert.ThrowsAsync<DeskException>(() => FindAsync(new() { IsRoot = true }));
        Assert.Contains("PostgreSQL 15 or newer was not found", refused.Message);
    }

    [Fact]
    public async Task An_installation_that_fails_is_quoted()
    {
        var machine = new Machine { IsRoot = true, Programs = ["apk"], ExitCode = 5, Output = "no such package" };
        var refused = await Assert.ThrowsAsync<DeskException>(() => FindAsync(machine));
        Assert.Contains("code 5", refused.Message);
        Assert.Contains("no such package", refused.Message);
    }

    [Fact]
    public async Task An_installation_that_brings_too_old_a_server_is_noticed()
    {
        var refused = await Assert.ThrowsAsync<DeskException>(() => FindAsync(new() { IsRoot = true, Programs = ["apt-get"] }));
        Assert.Contains("installed no PostgreSQL of version 15", refused.Message);
    }

    private static Task<PostgresSource> FindAsync(Machine machine) => new PostgresSearch(machine, new Screen(new StringWriter())).FindAsync();

    private sealed class Machine : IMachine
    {
        public bool IsRoot { get; init; }

        public Dictionary<string, string> Variables { get; } = [];

        public IReadOnlyList<PostgresBinaries> Binaries { get; init; } = [];

        public IReadOnlyList<PostgresBinaries> BinariesAfterInstall { get; init; } = [];

        public bool Docker { get; init; }

        public bool Answer { get; init; }

        public int ExitCode { get; init; }

        public string Output { get; init; } = "";

        public string[] Programs { get; init; } = [];

        public List<string> Ran { get; } = [];

        public List<string> Asked { get; } = [];

        public string? Variable(string name) => Variables.GetValueOrDefault(name);

        public Task<IReadOnlyList<PostgresBinaries>> FindBinariesAsync(CancellationToken cancellation) => Task.FromResult(Ran.Count > 0 ? BinariesAfterInstall : Binaries);

        public Task<bool> DockerAnswersAsync(CancellationToken cancellation) => Task.FromResult(Docker);

        public bool Has(string program) => Programs.Contains(program);

        public bool Ask(string question)
        {
            Asked.Add(question);
            return Answer;
        }

        public Task<(int ExitCode, string Output)> RunAsync(IReadOnlyList<string> command, CancellationToken cancellation)
        {
            Ran.Add(string.Join(' ', command));
            return Task.FromResult((ExitCode, Output));
        }
    }
}
