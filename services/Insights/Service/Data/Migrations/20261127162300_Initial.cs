using System;
using CoretimeDesk.Hosting;
using CoretimeDesk.Journal;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace CoretimeDesk.Insights.Data.Migrations
{
    /// <inheritdoc />
    public partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.EnsureSchema(
                name: "insights");

            migrationBuilder.Sql(JournalSchema.V1("insights"));
            migrationBuilder.Sql(JournalSchema.V2("insights"));
            migrationBuilder.Sql(RevocationsSchema.V1("insights"));

            migrationBuilder.CreateTable(
                name: "facts",
                schema: "insights",
                columns: table => new
                {
                    id = table.Column<string>(type: "text", nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false),
                    occurred_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    recorded_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    token = table.Column<string>(type: "text", nullable: false),
                    body = table.Column<string>(type: "json", nullable: false),
                    extra = table.Column<string>(type: "json", nullable: true),
                    evidence = table.Column<byte[]>(type: "bytea", nullable: false),
                    subject = table.Column<string>(type: "text", nullable: false),
                    is_gone = table.Column<bool>(type: "boolean", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_facts", x => x.id);
                },
                comment: "Metric facts, each with its evidence: a projection of the observations, worked out subject by subject.");

            migrationBuilder.CreateTable(
                name: "observations",
                schema: "insights",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    topic = table.Column<string>(type: "text", nullable: false),
                    type = table.Column<string>(type: "text", nullable: false),
                    aggregate_id = table.Column<Guid>(type: "uuid", nullable: false),
                    told = table.Column<long>(type: "bigint", nullable: false),
                    actor_id = table.Column<Guid>(type: "uuid", nullable: false),
                    told_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    subject = table.Column<string>(type: "text", nullable: false),
                    also = table.Column<string>(type: "text", nullable: true),
                    body = table.Column<byte[]>(type: "bytea", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_observations", x => x.id);
                },
                comment: "What other parts of the desk have told. A row is written once; a rebuild replaces all of them by what the journals hold.");

            migrationBuilder.CreateIndex(
                name: "facts_by_subject",
                schema: "insights",
                table: "facts",
                column: "subject");

            migrationBuilder.CreateIndex(
                name: "observations_by_other_subject",
                schema: "insights",
                table: "observations",
                column: "also");

            migrationBuilder.CreateIndex(
                name: "observations_by_subject",
                schema: "insights",
                table: "observations",
                column: "subject");

            migrationBuilder.CreateIndex(
                name: "observations_by_topic",
                schema: "insights",
                table: "observations",
                column: "topic");

            migrationBuilder.Sql(FactChanges.Create);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql(FactChanges.Drop);
            migrationBuilder.Sql(RevocationsSchema.DropV1("insights"));
            migrationBuilder.Sql(JournalSchema.DropV2("insights"));
            migrationBuilder.Sql(JournalSchema.DropV1("insights"));
            migrationBuilder.DropTable(
                name: "facts",
                schema: "insights");

            migrationBuilder.DropTable(
                name: "observations",
                schema: "insights");
        }
    }
}
