using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace CoretimeDesk.Leads.Data.Migrations
{
    /// <inheritdoc />
    public partial class Imports : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "import_files",
                schema: "leads",
                columns: table => new
                {
                    sha256 = table.Column<byte[]>(type: "bytea", nullable: false),
                    format = table.Column<short>(type: "smallint", nullable: false),
                    file_name = table.Column<string>(type: "text", nullable: false),
                    rows_done = table.Column<long>(type: "bigint", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_import_files", x => new { x.sha256, x.format });
                },
                comment: "How far the import of a file came. It spares looking for rows again; what is right is decided by import_rows alone.");

            migrationBuilder.CreateTable(
                name: "import_rows",
                schema: "leads",
                columns: table => new
                {
                    hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    lead_id = table.Column<Guid>(type: "uuid", nullable: false),
                    external_ref = table.Column<string>(type: "text", nullable: false),
                    imported_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_import_rows", x => x.hash);
                },
                comment: "Rows of files that became leads, by the hash of what was read. A row that is here is not imported again.");

            migrationBuilder.CreateIndex(
                name: "leads_state_claimed",
                schema: "leads",
                table: "leads",
                column: "id",
                filter: "owner_id is not null and closed_at is null");

            migrationBuilder.CreateIndex(
                name: "leads_state_closed",
                schema: "leads",
                table: "leads",
                column: "id",
                filter: "closed_at is not null");

            migrationBuilder.CreateIndex(
                name: "leads_state_open",
                schema: "leads",
                table: "leads",
                column: "id",
                filter: "owner_id is null and closed_at is null");

            migrationBuilder.CreateIndex(
                name: "ix_accounts_size_tier_id",
                schema: "leads",
                table: "accounts",
                columns: new[] { "size_tier", "id" });

            migrationBuilder.CreateIndex(
                name: "import_rows_with_reference",
                schema: "leads",
                table: "import_rows",
                column: "lead_id",
                filter: "external_ref <> ''");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "import_files",
                schema: "leads");

            migrationBuilder.DropTable(
                name: "import_rows",
                schema: "leads");

            migrationBuilder.DropIndex(
                name: "ix_accounts_size_tier_id",
                schema: "leads",
                table: "accounts");

            migrationBuilder.DropIndex(
                name: "leads_state_claimed",
                schema: "leads",
                table: "leads");

            migrationBuilder.DropIndex(
                name: "leads_state_closed",
                schema: "leads",
                table: "leads");

            migrationBuilder.DropIndex(
                name: "leads_state_open",
                schema: "leads",
                table: "leads");
        }
    }
}
