// esbuild copies these files and gives their addresses.
declare module "*.json" {
  const address: string;
  export default address;
}
declare module "*.css";
